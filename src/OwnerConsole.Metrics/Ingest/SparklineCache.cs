using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Stores each tenant's sparkline in one row, up to the day before yesterday. Lists read only the later days separately: two rows per tenant instead
/// of thirty.
/// </summary>
/// <remarks>
/// Writing one of its days deletes a line (<c>core.reset_sparklines</c>), and the days are read until the line is stored again. It runs in the event
/// processing loop, so that no day is written at the same time.
/// </remarks>
public sealed class SparklineCache(Database database, TimeProvider clock)
{
    /// <summary>Number of days in a line: those of the longest month.</summary>
    public const int Days = 31;

    /// <summary>Interval after which a new day or a deleted line is stored.</summary>
    private static readonly TimeSpan s_refreshInterval = TimeSpan.FromHours(1);

    /// <summary>Maximum number of tenants per turn, because event processing waits for it.</summary>
    private const int BatchSize = 500;

    /// <summary>The last day of a line; later days change constantly.</summary>
    private const string LastDay = "((now() at time zone 'UTC')::date - 2)";

    private string _lastTenant = ""; // Last tenant that was checked.
    private long? _lastRun;

    /// <returns>True if there is more to do.</returns>
    public async Task<bool> Refresh(CancellationToken stop)
    {
        if (_lastTenant.Length == 0 && _lastRun is { } last && clock.GetElapsedTime(last) < s_refreshInterval)
            return false;
        var due = await FindDue(stop);
        if (due.Count > 0)
            await Refresh(due, stop);
        _lastTenant = due.Count == BatchSize ? due[^1] : "";
        _lastRun = clock.GetTimestamp();
        return due.Count == BatchSize;
    }

    /// <summary>Nothing is due during a recalculation, which would delete the lines again for each day.</summary>
    private async Task<IReadOnlyList<string>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            $"""
            select p.tenant_id
              from core.tenant_summaries p
             where p.tenant_id > @_after and (p.line_until is null or p.line_until < {LastDay})
               and not exists (select from core.projection f where f.reproject_day is not null)
             order by p.tenant_id
             limit @AtOnce
            """,
            new { _after = _lastTenant, AtOnce = BatchSize }
        );
    }

    private async Task Refresh(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("lines.keep"), tenants, stop);
        await work.Execute("select from core.projection for update"); // A node that was considered dead may still be processing events.
        await work.Execute(
            $"""
            update core.tenant_summaries p set line_until = {LastDay}, line = l.line, line_sessions = l.sessions
              from unnest(@tenants) t(tenant_id)
             cross join lateral (
               select case when count(d.day) > 0 then string_agg(coalesce(d.activity, 0)::text, ' ' order by ago desc) else '' end as line,
                      coalesce(sum(d.sessions) filter (where d.day >= date_trunc('month', {LastDay})::date), 0) as sessions
                 from generate_series(0, @Days - 1) ago
                 left join core.tenant_days d on d.tenant_id = t.tenant_id and d.day = {LastDay} - ago) l
             where p.tenant_id = t.tenant_id
            """,
            new { tenants, Days }
        );
        await work.Commit();
    }
}
