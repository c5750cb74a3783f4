using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Features;

/// <summary>The rows of features: one of each is open, and each was opened by a run.</summary>
internal static class FeatureRows
{
    /// <param name="key">null for that of the rows before</param>
    public static async Task Open(string featureId, string? key, FeatureTerms terms, Work work)
    {
        await work.Do(
            """
            with closed as (
              update features.features set closed_by = @run, closed_at = clock_timestamp() where feature_id = @featureId and closed_by is null returning key)
            insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, opened_at)
            select @featureId, @run, coalesce(@key, (select key from closed)), @Kind, @Resets, @Decimals, @Name, @Unit, @Allows, @Enforcement, @Burst, @Outage, clock_timestamp()
            """,
            new
            {
                featureId,
                run = work.RunId,
                key,
                terms.Kind,
                terms.Resets,
                terms.Decimals,
                terms.Name,
                terms.Unit,
                terms.Allows,
                terms.Enforcement,
                terms.Burst,
                terms.Outage,
            }
        );
        await work.Name(featureId, "feature", terms.Name);
    }

    /// <summary>Closes what is open of these features, where a run has opened it, when one is named.</summary>
    /// <returns>those that were open</returns>
    public static Task<IReadOnlyList<string>> Close(IReadOnlyList<string> ids, string? openedBy, Work work) =>
        work.List<string>(
            """
            update features.features set closed_by = @run, closed_at = clock_timestamp()
             where feature_id = any(@ids) and closed_by is null and (@openedBy::text is null or opened_by = @openedBy)
            returning feature_id
            """,
            new
            {
                run = work.RunId,
                ids,
                openedBy,
            }
        );

    /// <summary>Brings back what <paramref name="undoneRun"/> closed, unless another feature has taken the key.</summary>
    /// <returns>the features that are open again</returns>
    public static async Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> ids, string undoneRun, Work work)
    {
        var reopened = await work.List<Reopened>(
            """
            insert into features.features (feature_id, opened_by, key, kind, resets, decimals, name, unit, allows, enforcement, burst, outage, opened_at)
            select f.feature_id, @run, f.key, f.kind, f.resets, f.decimals, f.name, f.unit, f.allows, f.enforcement, f.burst, f.outage, clock_timestamp()
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
            await work.Name(feature.FeatureId, "feature", feature.Name);
        return [.. reopened.Select(feature => feature.FeatureId)];
    }

    internal sealed record Reopened(string FeatureId, string Name);
}
