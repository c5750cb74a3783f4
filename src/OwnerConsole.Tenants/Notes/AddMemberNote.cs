using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a note about a member. Only the team sees it.</summary>
public sealed class AddMemberNote : AddNoteOperation
{
    public override Input Example => new("Prefers to be called in the morning.");

    public override OperationDefinition Definition =>
        new("member.note", "Add note", "added")
        {
            Group = ActionGroup.Communication,
            Noun = "note",
            RestoredByUndo = "The note is removed.",
        };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => NewNoteFacts.OfMembers(ids, work);
}
