using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Pure.Deletions;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>
/// Steps of a deletion after its waiting period. Each is one transaction that locks the deletion and decides after what is stored, so a step that is
/// repeated after a crash, or on another node, is done once.
/// </summary>
public sealed class DeletionSteps(Database database, ErasureLedger erasures, DeletionRequests requests, DeletionLog log)
{
    /// <returns>Whether there was something to do.</returns>
    internal async Task<bool> Next(DeletionKey key, CancellationToken stop)
    {
        await using var work = await Write(key.TenantId, stop);
        if (await EmergencyStop.IsSet(work))
            return false;
        await LegalHolds.Share(work); // before the lock on the deletion, as in all erasures
        if (await DueDeletion.Lock(key, work) is not { } deletion || (await LegalHolds.ListOpen([key.TenantId], work)).Count > 0)
            return false;
        await Continue(deletion, work);
        await work.Commit();
        return true;
    }

    /// <summary>Retries a deletion later, after a step failed. Changes nothing if another node asked the application in the meantime.</summary>
    /// <param name="code">Code of the failure.</param>
    internal async Task Postpone(DeletionKey key, string code, CancellationToken stop)
    {
        await using var work = await Write(key.TenantId, stop);
        if (await DueDeletion.Lock(key, work) is not { IsWorking: false } deletion)
            return;
        await Fail(deletion, code, work);
        await work.Commit();
    }

    private async Task Continue(DueDeletion deletion, UnitOfWork work)
    {
        switch (deletion.Progress.Next)
        {
            case DeletionStep.Ask:
                await Set(deletion, "task_id = @value, asked_at = clock_timestamp(), next_at = null", await requests.Create(deletion, work), work);
                break;
            case DeletionStep.Retry:
                await Fail(deletion, deletion.TaskCode ?? "no_answer", work);
                break;
            case DeletionStep.Erase:
                if (!deletion.IsTaskDone)
                    await Set(deletion, "task_id = null", value: null, work); // evidence that no task of the application erased its data
                await erasures.Erase("tenant", deletion.TenantId, deletion.TenantId, work);
                log.Erased(deletion, work);
                await Finish(deletion, work);
                break;
            case DeletionStep.Finish:
                await Finish(deletion, work);
                break;
            default:
                if (deletion.AskedAt is null) // otherwise it is found again when the task has ended
                    await Set(deletion, "next_at = now() + interval '1 minute'", value: null, work);
                break;
        }
    }

    private async Task Finish(DueDeletion deletion, UnitOfWork work)
    {
        await Set(
            deletion,
            "deleted_at = clock_timestamp(), next_at = null, members = (select count(*) from core.members m where m.tenant_id = d.tenant_id)",
            value: null,
            work
        );
        log.Deleted(deletion, work);
    }

    private async Task Fail(DueDeletion deletion, string code, UnitOfWork work)
    {
        await Set(
            deletion,
            "asked_at = null, failures = failures + 1, failed_as = @value, next_at = now() + least(failures + 1, 24) * interval '1 hour'",
            code,
            work
        );
        log.Failed(deletion, code, work);
    }

    private static Task Set(DueDeletion deletion, string assignments, string? value, UnitOfWork work) =>
        work.Execute(
            $"update deletions.deletions d set {assignments} where d.tenant_id = @TenantId and d.deletion_id = @DeletionId",
            new
            {
                deletion.TenantId,
                deletion.DeletionId,
                value,
            }
        );

    private Task<UnitOfWork> Write(string tenantId, CancellationToken stop) =>
        database.Write(WriteOrigin.Intake(DeletionExecutor.Kind), [tenantId, IdGenerator.Platform], stop);
}
