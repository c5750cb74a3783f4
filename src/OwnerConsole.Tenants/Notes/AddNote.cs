using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a note about a tenant. Only the team sees it.</summary>
public sealed class AddNote : AddNoteOperation
{
    public override Input Example => new("Requested a paper invoice, sent on Friday.");

    public override OperationDefinition Definition =>
        new("note.add", "Add note", "added")
        {
            Group = ActionGroup.Communication,
            Subject = "tenant",
            Noun = "note",
            RestoredByUndo = "The note is removed.",
        };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => NewNoteFacts.OfTenants(ids, work);
}
