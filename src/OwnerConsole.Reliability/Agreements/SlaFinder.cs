using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Finds SLAs by part of their name.</summary>
internal sealed class SlaFinder : IFinder
{
    public string Kind => Sla.EntityKind;

    public string Permission => SlaRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await Sla.List(work)) // at most a hundred
                    .Where(sla => sla.Id == text || sla.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(sla => new SearchHit(sla.Id, sla.Name, $"{sla.Kind.Title()} · SLA", SlaRoutes.Of(sla.Id))),
            ];
}
