using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>Finds features by part of their name or key. There are a few dozen at most.</summary>
public sealed class FeatureFinder : IFinder
{
    public string Kind => "feature";

    public string Permission => Module.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        SearchHit.Among((await FeatureCatalogue.Find(work)).Select(feature => (feature.FeatureId, feature.Name, feature.Key)), Kind, "/plans", text, most);
}
