using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds alert rules by part of their name.</summary>
internal sealed class AlertRuleFinder : IFinder
{
    public string Kind => AlertRule.EntityKind;

    public string Permission => AlertPageRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        caller.IsScoped
            ? []
            :
            [
                .. (await AlertRule.List(work)) // at most a few hundred
                    .Where(rule => rule.Id == text || rule.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(most)
                    .Select(rule => new SearchHit(rule.Id, rule.Name, $"{rule.Kind.Title()} · alert rule", AlertPageRoutes.Address)),
            ];
}
