using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Finds SLOs by part of their name.</summary>
internal sealed class SloFinder : IFinder
{
    public string Kind => Slo.EntityKind;

    public string Permission => SloRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Slo.List(work)) // at most a hundred
                    .Where(slo => slo.Id == text || slo.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(slo => new SearchHit(slo.Id, slo.Name, $"{slo.Kind.Title()} · SLO", SloRoutes.Of(slo.Id))),
            ];
}
