using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Features;

/// <summary>Reads and writes the rows of features. A feature has one open row, and every row was opened by a run.</summary>
internal static class FeatureRows
{
    public static readonly StateRows Rows = new("features.features", "feature_id") { HaveClosedAt = true };

    public static async Task Open(KnownFeature feature, UnitOfWork work)
    {
        await Rows.Close([feature.FeatureId], work);
        await work.Execute(
            """
            insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, counts, opened_at)
            values (@FeatureId, @run, @Key, @Kind, @Resets, @Decimals, @Name, @Unit, @Allows, @Enforcement, @Burst, @Outage, @Counts, clock_timestamp())
            """,
            new
            {
                feature.FeatureId,
                run = work.RunId,
                feature.Key,
                feature.Kind,
                feature.Resets,
                feature.Decimals,
                feature.Name,
                feature.Unit,
                feature.Allows,
                feature.Enforcement,
                feature.Burst,
                feature.Outage,
                feature.Counts,
            }
        );
        await work.SetName(feature.FeatureId, "feature", feature.Name);
    }

    /// <summary>Restores the rows that <paramref name="undoneRun"/> closed, unless another feature uses the key.</summary>
    /// <returns>The restored features.</returns>
    public static async Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work)
    {
        var reopened = await work.List<Row>(
            """
            insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, counts, opened_at)
            select f.feature_id, @run, f.key, f.kind, f.resets, f.decimals, f.name, f.unit, f.allows, f.enforcement, f.burst, f.outage, f.counts, clock_timestamp()
              from features.features f
             where f.feature_id = any(@ids) and f.closed_by = @undoneRun
               and not exists (select 1 from features.features o where o.closed_by is null and (o.key = f.key or o.feature_id = f.feature_id))
            returning feature_id, name
            """,
            new
            {
                run = work.RunId,
                ids,
                undoneRun,
            }
        );
        foreach (var feature in reopened)
            await work.SetName(feature.FeatureId, "feature", feature.Name);
        return [.. reopened.Select(feature => feature.FeatureId)];
    }

    internal sealed record Row(string FeatureId, string Name);
}
