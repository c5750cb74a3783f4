using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a note about a tenant. Only the team sees it.</summary>
public sealed class AddNote : NoteKeeping
{
    public override Input Example => new("Requested a paper invoice, sent on Friday.");

    public override Declaration Is =>
        new("note.add", "Add note", "added")
        {
            Subject = "tenant",
            Noun = "note",
            ComesBack = "The note is removed.",
        };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => NewNoteFacts.OfTenants(ids, work);
}
