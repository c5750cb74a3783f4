using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>State of a feature that its operations check, read from its last row. The row of a retired feature is closed.</summary>
/// <param name="LacksMeter">Whether it would count an undeclared meter.</param>
public sealed record FeatureFacts(KnownFeature Feature, long Revision, bool IsRetired, bool LacksMeter) : ISubject
{
    private const string Last =
        "f.feature_id = any(@ids) and not exists (select 1 from features.features l where l.feature_id = f.feature_id and l.opened_at > f.opened_at)";

    public string Id => Feature.FeatureId;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<FeatureFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work, string? counts = null)
    {
        // Read the revision first, so that any later change makes it stale.
        var states = await work.List<State>(
            $"""
            select f.feature_id, (select count(*) + count(e.closed_by) from features.features e where e.feature_id = f.feature_id) as revision,
                   f.closed_by is not null as is_retired
              from features.features f
             where {Last}
             order by f.feature_id
             {work.ForUpdate("f")}
            """,
            new { ids }
        );
        var features = (await work.List<KnownFeature>($"select {FeatureCatalogue.Columns} from features.features f where {Last}", new { ids })).ToDictionary(
            feature => feature.FeatureId,
            StringComparer.Ordinal
        );
        var lacksMeter = await FeatureRules.LacksMeter(counts, work);
        return [.. states.Select(state => new FeatureFacts(features[state.FeatureId], state.Revision, state.IsRetired, lacksMeter))];
    }

    private sealed record State(string FeatureId, long Revision, bool IsRetired);
}
