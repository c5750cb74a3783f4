using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes.Public;

/// <summary>Current state of a probe, for other modules.</summary>
/// <param name="Problem">What is wrong according to the last check; null if nothing is.</param>
public sealed record ProbeHealth(string Id, string Name, HealthState State, string? Problem)
{
    /// <summary>Codes of the log entries of changes of the state.</summary>
    public static readonly IReadOnlyList<string> Codes = [ProbeResults.DownCode, ProbeResults.UpCode, ProbeResults.DegradedCode];

    /// <returns>All probes by name. Paused ones have the state unknown.</returns>
    public static Task<IReadOnlyList<ProbeHealth>> List(UnitOfWork work) =>
        work.List<ProbeHealth>(
            """
            select p.probe_id as id, p.name, case when a.probe_id is null then coalesce(s.state, 'unknown') else 'unknown' end as state, s.problem
              from probes.probes p
              left join probes.states s on s.tenant_id = p.tenant_id and s.probe_id = p.probe_id
              left join probes.pauses a on a.tenant_id = p.tenant_id and a.probe_id = p.probe_id and a.closed_by is null
             where p.tenant_id = 'tnt_platform' and p.closed_by is null
             order by lower(p.name), p.probe_id
            """
        );
}
