using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Features;

/// <summary>Provides features as the options of a form field.</summary>
public sealed class FeatureSource : IOptionSource
{
    public string Name => FeatureBook.Source;

    public async Task<IReadOnlyList<Option>> Find(Work work) => [.. (await FeatureBook.Find(work)).Select(feature => new Option(feature.Key, feature.Name))];
}
