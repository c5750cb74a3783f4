using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Erases stored inputs that may contain personal data: inputs of previews and runs after 30 days, when they can no longer be undone, inputs of
/// expired previews that were not run, unused previews and selections after a day, and secrets that were not shown in time.
/// </summary>
public sealed class InputExpiry(Database database) : IWorkHandler
{
    public string Name => "operations.forget";

    public string Title => "Delete old operation inputs";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var isComplete = await RunOnce(stop);
        return isComplete ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    /// <returns>False if there can be more to delete.</returns>
    public async Task<bool> RunOnce(CancellationToken stop)
    {
        await EraseInputs(stop);
        return await UnusedPreviews.Delete(database, stop);
    }

    private async Task EraseInputs(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("forget"), [], stop);
        await work.Execute("update core.previews set input = '{}' where created_at < now() - interval '30 days' and input <> '{}'");
        // No run leads an anonymisation to these, and no one can run them any more.
        await work.Execute(
            """
            update core.previews p set input = '{}'
             where p.expires_at < now() - interval '1 hour' and p.input <> '{}' and not exists (select from core.runs r where r.preview_id = p.preview_id)
            """
        );
        await work.Execute(
            """
            update core.runs set input = '{}', verdict = null
             where started_at < now() - interval '30 days' and coalesce(undo_until, '-infinity') < now() and (input <> '{}' or verdict is not null)
            """
        );
        await work.Execute("delete from core.idempotency_keys where created_at < now() - interval '30 days'");
        await work.Execute("delete from core.selections where created_at < now() - interval '1 day'");
        await work.Execute("delete from core.run_secrets where expires_at < now()");
        await work.Commit();
    }
}
