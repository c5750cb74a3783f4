using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>What somebody chose for an operation, frozen: what is looked at, approved and carried out is the same, whatever the list shows by then.</summary>
/// <param name="LeftOut">how many of those that matched were left out by hand</param>
public sealed record Selection(string SelectionId, string[] SubjectIds, int LeftOut)
{
    internal static Task Keep(Selection selection, Caller caller, Work work) =>
        work.Do(
            """
            insert into core.selections (selection_id, asked_by, subject_ids, left_out, made_at)
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

    /// <exception cref="Problem">404 when there is none any more, or when it is somebody else's</exception>
    internal static async Task<Selection> Find(Caller caller, string selectionId, Work work) =>
        await work.One<Selection>(
            "select selection_id, subject_ids, left_out from core.selections where selection_id = @selectionId and asked_by = @caller",
            new { selectionId, caller = caller.Id }
        ) ?? throw Problem.NotFound("selection");
}
