using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes.Public;

/// <summary>Current state of a probe, for other modules.</summary>
/// <param name="Problem">What is wrong according to the last check; null if nothing is.</param>
/// <param name="IntervalSeconds">Seconds between checks, or between calls of a heartbeat.</param>
/// <param name="ChangedAt">When the probe or its state last changed, also by a pause.</param>
public sealed record ProbeHealth(string Id, string Name, HealthState State, string? Problem, int IntervalSeconds, DateTimeOffset ChangedAt)
{
    /// <summary>Codes of the log entries of changes of the state.</summary>
    public static readonly IReadOnlyList<string> Codes = [ProbeResults.DownCode, ProbeResults.UpCode, ProbeResults.DegradedCode];

    internal TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);

    /// <param name="since">Start of the history.</param>
    /// <returns>Changes of the state by probe, the earliest first. The first one is the state at the start, if there was one.</returns>
    public static async Task<ILookup<string, (HealthState State, DateTimeOffset At)>> ListHistory(DateTimeOffset since, UnitOfWork work) =>
        (
            await work.List<ChangeRow>(
                """
                select p.probe_id, coalesce(b.state, 'unknown') as state, @since::timestamptz as at
                  from probes.probes p
                  left join lateral (select c.state from probes.state_changes c
                                      where c.tenant_id = p.tenant_id and c.probe_id = p.probe_id and c.changed_at < @since
                                      order by c.change_id desc limit 1) b on true
                 where p.tenant_id = 'tnt_platform' and p.closed_by is null
                union all
                select c.probe_id, c.state, c.changed_at
                  from probes.state_changes c
                  join probes.probes p on p.tenant_id = c.tenant_id and p.probe_id = c.probe_id and p.closed_by is null
                 where c.tenant_id = 'tnt_platform' and c.changed_at >= @since
                 order by at
                """,
                new { since }
            )
        ).ToLookup(row => row.ProbeId, row => (row.State, row.At), StringComparer.Ordinal);

    /// <remarks>An overdue probe keeps its last state here, so that an alert is not resolved only because checks have stopped.</remarks>
    /// <returns>All probes by name. Paused ones have the state unknown.</returns>
    public static Task<IReadOnlyList<ProbeHealth>> List(UnitOfWork work) =>
        work.List<ProbeHealth>(
            """
            select p.probe_id as id, p.name, case when a.probe_id is null then coalesce(s.state, 'unknown') else 'unknown' end as state, s.problem,
                   p.interval_seconds,
                   greatest(p.opened_at, p.restored_at, s.since,
                            (select max(greatest(x.opened_at, x.closed_at)) from probes.pauses x where x.tenant_id = p.tenant_id and x.probe_id = p.probe_id)) as changed_at
              from probes.probes p
              left join probes.states s on s.tenant_id = p.tenant_id and s.probe_id = p.probe_id
              left join probes.pauses a on a.tenant_id = p.tenant_id and a.probe_id = p.probe_id and a.closed_by is null
             where p.tenant_id = 'tnt_platform' and p.closed_by is null
             order by lower(p.name), p.probe_id
            """
        );

    private sealed record ChangeRow(string ProbeId, HealthState State, DateTimeOffset At);
}
