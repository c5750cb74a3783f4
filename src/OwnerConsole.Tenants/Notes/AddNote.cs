using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Keeps a note about a tenant, for the team alone.</summary>
public sealed class AddNote : NoteKeeping
{
    public override Input Example => new("Asked for an invoice by post; sent it on Friday.");

    public override Declaration Is =>
        new("note.add", "Add note", "added")
        {
            Subject = "tenant",
            Noun = "note",
            ComesBack = "The note goes.",
        };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => NewNoteFacts.OfTenants(ids, work);
}
