using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Analytics.Cohorts;

/// <summary>Calculates the cohorts of tenants whose movements, source or country changed, up to 200 tenants at a time; of all tenants if the time zone changed.</summary>
internal sealed class CohortProjector(Database database) : IWorkHandler
{
    private const int BatchSize = 200;

    /// <summary>Maximum duration of one turn, shorter than the lease of a lane.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(20);

    public string Name => "cohorts.follow";

    public string Title => "Update cohorts";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await MarkAllIfZoneChanged(stop);
        for (var began = Stopwatch.GetTimestamp(); await FindStale(stop) is { Count: > 0 } ids; )
        {
            await using var work = await database.Write(WriteOrigin.Intake(Name), [.. ids, IdGenerator.Platform], stop);
            await CohortRollup.Rebuild(ids, work);
            await work.Commit();
            if (Stopwatch.GetElapsedTime(began) > MaxDuration)
                return WorkOutcome.Reschedule(TimeSpan.Zero);
        }
        return WorkOutcome.Completed;
    }

    /// <summary>Marks all tenants with movements, because their months start at other times. Until they are calculated, pages say so.</summary>
    private async Task MarkAllIfZoneChanged(CancellationToken stop)
    {
        string[] tenants;
        await using (var reading = await database.Read(stop))
        {
            if (!await reading.One<bool>("select exists (select from core.reporting r cross join analytics.settings s where s.zone <> r.zone)"))
                return;
            tenants = [.. await reading.List<string>("select distinct tenant_id from movements.movements")];
        }
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. tenants, IdGenerator.Platform], stop);
        await work.Execute("update analytics.settings s set zone = r.zone from core.reporting r");
        await work.Execute(
            """
            insert into analytics.stale_tenants as d (tenant_id) select unnest(@tenants) order by 1
            on conflict (tenant_id) do update set marks = d.marks + 1
            """,
            new { tenants }
        );
        await work.Commit();
    }

    private async Task<IReadOnlyList<string>> FindStale(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>("select tenant_id from analytics.stale_tenants order by tenant_id limit @most", new { most = BatchSize });
    }
}
