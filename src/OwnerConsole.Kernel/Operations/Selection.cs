using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Frozen targets of an operation: preview, approval and execution use the same subjects, even if the list changes.</summary>
/// <param name="LeftOut">Number of matches that were excluded manually.</param>
public sealed record Selection(string SelectionId, string[] SubjectIds, int LeftOut)
{
    internal static Task Insert(Selection selection, Caller caller, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.selections (selection_id, requested_by, subject_ids, left_out, created_at)
            values (@SelectionId, @caller, @SubjectIds, @LeftOut, now())
            """,
            new
            {
                selection.SelectionId,
                caller = caller.Id,
                selection.SubjectIds,
                selection.LeftOut,
            }
        );

    /// <exception cref="Problem">404 if it no longer exists or belongs to someone else.</exception>
    internal static async Task<Selection> Find(Caller caller, string selectionId, UnitOfWork work) =>
        await work.One<Selection>(
            "select selection_id, subject_ids, left_out from core.selections where selection_id = @selectionId and requested_by = @caller",
            new { selectionId, caller = caller.Id }
        ) ?? throw Problem.NotFound("selection");
}
