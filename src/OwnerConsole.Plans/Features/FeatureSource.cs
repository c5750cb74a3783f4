using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>Provides features as the options of a form field.</summary>
/// <param name="offers">The features to offer.</param>
public sealed class FeatureSource(string name, Predicate<KnownFeature> offers) : IOptionSource
{
    public static FeatureSource All { get; } = new(FeatureCatalogue.Source, _ => true);

    public static FeatureSource PaidByCredits { get; } = new(FeatureCatalogue.CreditSource, feature => feature.CanUseCredits);

    public string Name => name;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [.. (await FeatureCatalogue.Find(work)).Where(feature => offers(feature)).Select(feature => new Option(feature.Key, feature.Name))];
}
