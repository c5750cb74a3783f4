using OwnerConsole.Data;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Features.Public;

/// <summary>Queries and changes the available features.</summary>
public static class FeatureCatalogue
{
    /// <summary>Name of the option source for fields that take a feature key.</summary>
    public const string Source = "feature";

    /// <summary>Name of the option source for fields that take the key of a feature with <see cref="KnownFeature.CanUseCredits"/>.</summary>
    public const string CreditSource = "credit_feature";

    internal const string Columns = "f.feature_id, f.key, f.kind, f.resets, f.decimals, f.name, f.unit, f.allows, f.enforcement, f.burst, f.outage, f.counts";

    /// <returns>The features by name, with counted ones after the others.</returns>
    public static Task<IReadOnlyList<KnownFeature>> Find(UnitOfWork work) =>
        work.List<KnownFeature>(
            $"""
            select {Columns}
              from features.features f
             where f.closed_by is null
             order by f.kind in ('counter', 'gauge', 'unique', 'rate'), lower(f.name), f.key
             limit 500
            """
        );

    /// <returns>The kind of the feature; null when there is no feature with this key.</returns>
    public static async Task<FeatureKind?> KindOf(string key, UnitOfWork work) =>
        await work.One<string>("select kind from features.features where key = @key and closed_by is null", new { key }) is { } kind
            ? (FeatureKind)SnakeCaseNames.ToEnum(typeof(FeatureKind), kind)
            : null;

    /// <returns>A number that grows with every change of any feature, for operations that depend on all features.</returns>
    public static Task<long> Revision(UnitOfWork work) => work.One<long>("select count(*) + count(closed_by) from features.features");

    /// <summary>Adds a feature as part of the current run.</summary>
    /// <param name="feature">The feature; no other one has its key.</param>
    public static Task Add(KnownFeature feature, UnitOfWork work) => FeatureRows.Open(FeatureRules.Normalize(feature), work);

    /// <summary>Retires the features that a run added, unless they have changed since.</summary>
    /// <returns>The number of retired features.</returns>
    public static async Task<int> Revert(string undoneRun, UnitOfWork work)
    {
        const string IsNew = "not exists (select from features.features other where other.feature_id = this.feature_id and other.opened_by <> this.opened_by)";
        return (await FeatureRows.Rows.CloseOpenedBy(ids: null, undoneRun, work, IsNew)).Count;
    }
}
