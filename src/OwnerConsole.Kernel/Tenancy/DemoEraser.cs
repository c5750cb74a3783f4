using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Deletes the demo data: first the rows of its tenants in batches, then all its metrics. Past decisions stay in the log and among the runs, which contain no
/// names. API keys and endpoints created for the demo are kept.
/// </summary>
public sealed class DemoEraser(Database database) : IWorkHandler
{
    /// <summary>Lane of all work on the demo, so that it is never loaded and erased at the same time.</summary>
    public const string Lane = "demo";

    private const string Kind = "demo.erase";

    private const int BatchSize = 100; // each batch scans all events once

    public string Name => Kind;

    public string Title => "Erase demo data";

    /// <summary>True while the demo is being deleted, as an SQL expression.</summary>
    public const string IsRunning = "exists (select from core.demo_deletions where ended_at is null)";

    /// <param name="upTo">Highest tenant id to delete; tenants reported later are kept.</param>
    public static async Task Request(string upTo, UnitOfWork work)
    {
        await work.Execute(
            "insert into core.demo_deletions (run_id, up_to, requested_at) values (@run, @upTo, clock_timestamp())",
            new { run = work.RunId, upTo }
        );
        await work.Enqueue(Lane, Kind, new { });
        work.WakeWorkers();
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var tenants = await Next(stop);
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [.. tenants, IdGenerator.Platform], stop);
        await LegalHolds.Share(work);
        if ((await LegalHolds.ListOpen(tenants, work)).Count > 0)
            return WorkOutcome.Reschedule(TimeSpan.Zero); // placed since they were selected; the next selection leaves them out
        await TenantRows.Delete(tenants, work);
        var isLast = tenants.Count < BatchSize;
        if (isLast)
            await End(work);
        await work.Commit();
        return isLast ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<string>> Next(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            $"""
            select t.tenant_id
              from core.tenants t
             where t.mode = 'test' and t.tenant_id <= (select up_to from core.demo_deletions where ended_at is null)
               and not exists (select from core.legal_holds h where h.tenant_id = t.tenant_id and {LegalHolds.IsInForce})
             order by t.tenant_id
             limit @AtOnce
            """,
            new { AtOnce = BatchSize }
        );
    }

    private static async Task End(UnitOfWork work)
    {
        foreach (var table in await TenantRows.ListDerived("mode", work))
            await work.Execute($"delete from {table} where mode = 'test'");
        await work.Execute("update core.demo_deletions set ended_at = clock_timestamp() where ended_at is null");
    }
}
