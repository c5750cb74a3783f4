using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Lists SLOs whose error budget is exhausted under "Needs attention".</summary>
internal sealed class SloAttentionSource(TimeProvider clock) : IAttentionSource
{
    public string Permission => SloRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.Of([
            .. (await SloReader.List(clock.GetUtcNow(), work))
                .Where(slo => slo.Budget.IsExhausted && slo.Events >= slo.MinEvents) // a new SLO can have a failure among a few events
                .Select(slo => new AttentionItem(Urgency.Today, $"The error budget of {slo.Name} is exhausted.", SloRoutes.Of(slo.Id), "View SLO")),
        ]);
}
