using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Number of tenants by share of a limit used in the current period, and number of refusals.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Tenants">Tenants per share, without empty shares and without tenants that have no usage in this period.</param>
/// <param name="Refused">Refusals in the last 30 days.</param>
public sealed record LimitDistribution(string Feature, string Name, IReadOnlyDictionary<UsedShare, long> Tenants, long Refused)
{
    /// <summary>Counts the shares. The cost grows with current usage and recent refusals per minute, not with past periods.</summary>
    /// <param name="plan">Key of the plan whose tenants are counted; null for all tenants.</param>
    /// <param name="onlyTenant">Tenant that the caller is limited to; null for all.</param>
    /// <returns>Limits by name, without those that have no figures.</returns>
    public static async Task<IReadOnlyList<LimitDistribution>> Of(Mode mode, string? onlyTenant, string? plan, UnitOfWork work)
    {
        var asked = new
        {
            Mode = mode,
            OnlyTenant = onlyTenant,
            Plan = plan,
        };
        var shares = (
            await work.List<ShareRow>(
                $"""
                select u.feature, {UsedShareSql.Expression} as share, count(*) as number
                  from entitlements.usage u join core.tenants t on t.tenant_id = u.tenant_id and t.mode = @Mode
                 where {FeatureUsage.CurrentPeriod} and {UsedShareSql.HasLimit} and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant) and {UsedShareSql.HasPlan}
                 group by 1, 2
                """,
                asked
            )
        ).ToLookup(shareRow => shareRow.Feature, StringComparer.Ordinal);
        var refused = (
            await work.List<RefusalRow>(
                $"""
                select u.feature, sum(u.number)::bigint as number
                  from entitlements.refusals u join core.tenants t on t.tenant_id = u.tenant_id and t.mode = @Mode
                 where u.minute > now() - interval '30 days' and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant) and {UsedShareSql.HasPlan}
                 group by 1
                """,
                asked
            )
        ).ToDictionary(refusalRow => refusalRow.Feature, refusalRow => refusalRow.Number, StringComparer.Ordinal);
        var features = await work.List<FeatureRow>("select key, name from features.features where closed_by is null order by name, key");
        return
        [
            .. features
                .Where(feature => shares.Contains(feature.Key) || refused.ContainsKey(feature.Key))
                .Select(feature => new LimitDistribution(
                    feature.Key,
                    feature.Name,
                    shares[feature.Key].ToDictionary(shareRow => shareRow.Share, shareRow => shareRow.Number),
                    refused.GetValueOrDefault(feature.Key)
                )),
        ];
    }

    private sealed record ShareRow(string Feature, UsedShare Share, long Number);

    private sealed record RefusalRow(string Feature, long Number);

    private sealed record FeatureRow(string Key, string Name);
}
