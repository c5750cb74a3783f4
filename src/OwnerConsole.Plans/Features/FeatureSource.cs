using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>Provides features as the options of a form field.</summary>
public sealed class FeatureSource : IOptionSource
{
    public string Name => FeatureCatalogue.Source;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await FeatureCatalogue.Find(work)).Select(feature => new Option(feature.Key, feature.Name))];
}
