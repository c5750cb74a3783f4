using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Lists probes that are down, degraded or not checked under "Needs attention".</summary>
internal sealed class ProbeAttentionSource(TimeProvider clock) : IAttentionSource
{
    public string Permission => ProbeRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var (probes, now) = (await Probe.List(work), clock.GetUtcNow());
        var states = await ProbeState.List([.. probes.Select(probe => probe.Id)], work);
        var overdue = probes.Where(probe => ProbeState.IsOverdue(probe, states.GetValueOrDefault(probe.Id), now)).ToList();
        var failing = probes
            .Where(probe => !probe.IsPaused)
            .Select(probe => (Probe: probe, Now: ProbeState.Current(probe, states.GetValueOrDefault(probe.Id), now)))
            .Where(row => row.Now.State is HealthState.Down or HealthState.Degraded)
            .OrderByDescending(row => row.Now.State)
            .ThenBy(row => row.Now.Since);
        return AttentionList.Of([
            .. failing.Select(row => new AttentionItem(
                row.Now.State is HealthState.Down ? Urgency.Now : Urgency.Today,
                $"{row.Probe.Name} is {row.Now.State.ToText()}{(row.Now.Problem is null ? "." : $": {row.Now.Problem}")}",
                ProbeRoutes.Of(row.Probe.Id),
                "View probe",
                Since: row.Now.Since
            )),
            // One item, because usually all checks stop for the same reason.
            .. overdue.Count == 0
                ? Array.Empty<AttentionItem>()
                :
                [
                    new AttentionItem(
                        Urgency.Today,
                        overdue is [var only] ? $"The check of {only.Name} is overdue." : $"The checks of {overdue.Count} probes are overdue.",
                        overdue is [var one] ? ProbeRoutes.Of(one.Id) : ProbeRoutes.Address,
                        overdue.Count == 1 ? "View probe" : "View probes"
                    ),
                ],
        ]);
    }
}
