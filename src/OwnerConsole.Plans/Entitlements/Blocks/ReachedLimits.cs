using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Finds tenants that are blocked by a limit, over it, at it or near it in the current period.</summary>
public sealed class ReachedLimits
{
    /// <summary>SQL condition for a row that has used the share of <see cref="NearLimitThreshold"/> or more.</summary>
    private static readonly string IsNear = string.Create(
        CultureInfo.InvariantCulture,
        $"entitlements.threshold(u.used - u.burnt, u.allows) >= {NearLimitThreshold.Percent}"
    );

    /// <summary>SQL for the rows of the list; its cost grows with the number of reached limits, not of tenants.</summary>
    private static readonly string Rows = $$"""
        (select r.*, case r.state when 'blocked' then 0 when 'over' then 1 when 'reached' then 2 when 'near' then 3 else 4 end as place
           from (select u.tenant_id, t.name as tenant_name, u.feature, f.feature_id, f.name as feature_name, f.unit, u.used - u.burnt as used, {{FeatureUsage.CurrentReserved}}, u.allows, u.period_start, u.period_end,
                        case when u.blocked_at is not null then 'blocked' when u.used - u.burnt > u.allows then 'over' when u.used - u.burnt = u.allows then 'reached'
                             when {{IsNear}} then 'near' else 'below' end as state,
                        coalesce(u.blocked_at, case when not {{IsNear}} then u.period_start end, (select max(h.reached_at) from entitlements.thresholds h
                                                 where h.tenant_id = u.tenant_id and h.feature = u.feature and h.period_start = u.period_start
                                                   and h.threshold = entitlements.threshold(u.used - u.burnt, u.allows)), now()) as since
                   from (select h.tenant_id, h.feature, h.period_start from entitlements.thresholds h where h.period_end > now()
                         union
                         select b.tenant_id, b.feature, b.period_start from entitlements.usage b where b.blocked_at is not null
                         union
                         select a.tenant_id, a.feature, a.period_start from entitlements.usage a
                          where @Share::text is not null and a.period_end > now() and (@Feature::text is null or a.feature = @Feature)) k
                   join entitlements.usage u using (tenant_id, feature, period_start)
                   join features.features f on f.key = u.feature and f.closed_by is null
                   join core.tenants t on t.tenant_id = u.tenant_id and t.mode = @Mode
                  where {{FeatureUsage.CurrentPeriod}} and u.allows is not null and (u.blocked_at is not null or {{IsNear}} or @Share::text is not null)
                    and (@Share::text is null or {{UsedShareSql.HasLimit}} and {{UsedShareSql.Expression}} = @Share) and {{UsedShareSql.HasPlan}}
                    and (@OnlyTenant::text is null or u.tenant_id = @OnlyTenant)
                    and (@Feature::text is null or u.feature = @Feature)
                    and (@pattern::text is null or core.search_text(t.name) like core.search_text(@pattern))) r) r
        """;

    /// <returns>Limits, worst first, then longest in that state.</returns>
    public async Task<Page<ReachedLimit>> List(ReachedLimitFilter filter, UnitOfWork work)
    {
        var (place, since, tenant, feature) = filter.Cursor is null ? default : After(filter.Cursor);
        var rows = await work.List<ReachedLimit>(
            $"""
            select r.tenant_id, r.tenant_name, array(select i.plan from core.plan_items i where i.tenant_id = r.tenant_id and i.to_at is null order by i.plan) as plans,
                   r.feature, r.feature_id, r.feature_name, r.unit, r.state, r.used, r.reserved, r.allows, r.since, r.period_start, r.period_end,
                   (select coalesce(sum(n.number), 0)::bigint from entitlements.refusals n
                     where n.tenant_id = r.tenant_id and n.feature = r.feature and n.minute > now() - interval '24 hours') as refused
              from {Rows}
             where (@State::text is null or r.state = @State)
               and (@tenant::text is null or (r.place, r.since, r.tenant_id, r.feature) > (@place, @since, @tenant, @feature))
             order by r.place, r.since, r.tenant_id, r.feature
             limit @Limit + 1
            """,
            new
            {
                filter.Mode,
                filter.OnlyTenant,
                filter.State,
                filter.Feature,
                filter.Share,
                filter.Plan,
                pattern = Pattern(filter),
                place,
                since,
                tenant,
                feature,
                filter.Limit,
            }
        );
        return Paging.ToPage(
            rows,
            filter.Limit,
            last => Cursor.Of(last.Since, ((int)last.State).ToString(CultureInfo.InvariantCulture), last.TenantId, last.Feature)
        );
    }

    /// <returns>Number of limits per state, regardless of the state filter.</returns>
    public async Task<IReadOnlyDictionary<LimitState, long>> Count(ReachedLimitFilter filter, UnitOfWork work) =>
        (
            await work.List<StateRow>(
                $"select r.state, count(*) as number from {Rows} group by 1",
                new
                {
                    filter.Mode,
                    filter.OnlyTenant,
                    filter.Feature,
                    filter.Share,
                    filter.Plan,
                    pattern = Pattern(filter),
                }
            )
        ).ToDictionary(stateRow => stateRow.State, stateRow => stateRow.Number);

    private static string? Pattern(ReachedLimitFilter filter) => filter.Text is { } text ? LikePattern.Contains(text) : null;

    private static (int Place, DateTimeOffset Since, string? Tenant, string? Feature) After(string cursor)
    {
        var (since, rest) = Cursor.ReadInstant(cursor, 3);
        return int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (place, since, rest[1], rest[2])
            : throw OwnerConsole.Data.Problem.Invalid("cursor", "must be a cursor returned by this list.");
    }

    internal sealed record StateRow(LimitState State, long Number);
}
