using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Finds probes by part of their name or target.</summary>
internal sealed class ProbeFinder : IFinder
{
    public string Kind => Probe.EntityKind;

    public string Permission => ProbeRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Probe.List(work)) // at most a hundred
                    .Where(probe => probe.Id == text || $"{probe.Name}\n{probe.Target}".Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(probe => new SearchHit(probe.Id, probe.Name, $"{probe.Kind.Title()} · probe", ProbeRoutes.Of(probe.Id))),
            ];
}
