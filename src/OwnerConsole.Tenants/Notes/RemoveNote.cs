using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Removes a note. Undo restores it with its text and date.</summary>
public sealed class RemoveNote : Operation<NoteFacts, NoInput>
{
    private static readonly StateRows Rows = new("notes.notes", "note_id") { HaveClosedAt = true };

    public override OperationDefinition Definition =>
        new("note.remove", "Remove note", "removed") { Group = ActionGroup.Danger, RestoredByUndo = "The note is restored with its text, author and date." };

    public override Task<IReadOnlyList<NoteFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        work.List<NoteFacts>(
            $"""
            select n.note_id, n.tenant_id, coalesce(n.member_id, n.tenant_id) as about, n.closed_by is null as is_open
              from notes.notes n
             where n.note_id = any(@ids)
             order by n.note_id
             {work.ForUpdate("n")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(NoteFacts note, NoInput input) => note.IsOpen ? null : new("already_removed", $"This note has already been removed.");

    public override Decision Decide(NoteFacts note, NoInput input) => new($"A note is removed from {new EntityReference(note.About)}.");

    public override Task Execute(IReadOnlyList<NoteFacts> accepted, NoInput input, UnitOfWork work) => Rows.Close([.. accepted.Select(note => note.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NoteFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.Reopen([.. subjects.Select(note => note.Id)], undoneRun, work);
}
