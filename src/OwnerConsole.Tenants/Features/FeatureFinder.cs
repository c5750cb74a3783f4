using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>Finds features by part of a name or key; they are dozens at most.</summary>
public sealed class FeatureFinder : IFinder
{
    public string Kind => "feature";

    public string Permission => Module.Read;

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work) =>
        [
            .. (await FeatureBook.Find(work))
                .Where(feature =>
                    feature.FeatureId == text
                    || feature.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                    || feature.Key.Contains(text, StringComparison.OrdinalIgnoreCase)
                )
                .Take(most)
                .Select(feature => new Hit(feature.FeatureId, feature.Name, $"{feature.Key} · feature", "/settings/plans")),
        ];
}
