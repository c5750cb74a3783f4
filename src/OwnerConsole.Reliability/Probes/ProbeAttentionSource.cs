using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Lists probes that are down or degraded under "Needs attention".</summary>
internal sealed class ProbeAttentionSource : IAttentionSource
{
    public string Permission => ProbeRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var failing = await work.List<Row>(
            """
            select p.probe_id, p.name, s.state, s.since, s.problem
              from probes.states s
              join probes.probes p on p.tenant_id = s.tenant_id and p.probe_id = s.probe_id and p.closed_by is null
             where s.tenant_id = 'tnt_platform' and s.state in ('down', 'degraded')
               and not exists (select from probes.pauses a where a.tenant_id = s.tenant_id and a.probe_id = s.probe_id and a.closed_by is null)
             order by s.state = 'down' desc, s.since
            """
        );
        return AttentionList.Of([
            .. failing.Select(row => new AttentionItem(
                row.State is HealthState.Down ? Urgency.Now : Urgency.Today,
                $"{row.Name} is {row.State.ToText()}{(row.Problem is null ? "." : $": {row.Problem}")}",
                ProbeRoutes.Of(row.ProbeId),
                "View probe",
                Since: row.Since
            )),
        ]);
    }

    private sealed record Row(string ProbeId, string Name, HealthState State, DateTimeOffset? Since, string? Problem);
}
