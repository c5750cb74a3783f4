using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Overrides;
using OwnerConsole.Plans.Grants.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Resolves the limits of tenants from their overrides, plans and plan grants.</summary>
internal static class EntitlementResolver
{
    /// <summary>SQL for the limits of the plan versions in <c>held</c>.</summary>
    private const string ByVersion = $"""
        select h.tenant_id, false as is_override, v.plan_id || ':' || v.number as source_id, l.feature, l.allows, least(h.until_at, v.next_at) as until_at,
               case when a.is_addon then h.pieces else 0 end as adds
          from held h cross join lateral ({PlanCatalogue.VersionOfHolder}) v
          join plans.plans a on a.plan_id = v.plan_id
          left join plans.limits l on l.plan_id = v.plan_id and l.number = v.number
        """;

    private const string Sql = $"""
        with held as (
          select i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at, null::timestamptz as until_at, i.quantity as pieces from core.plan_items i where i.tenant_id = any(@tenants) and i.to_at is null
          union all
          select g.tenant_id, g.plan, g.from_at, g.until_at, 1 from ({GrantedPlans.OpenSql}) g where g.tenant_id = any(@tenants))
        {ByVersion}
        union all
        select o.tenant_id, true, o.override_id, o.feature, o.allows, o.until_at, 0
          from entitlements.overrides o
         where o.tenant_id = any(@tenants) and {OverrideList.IsOpen}
        union all
        {RemainingCredit.Sql}
         order by 1, 2, 3, 4
        """;

    /// <returns>The entitlements of the tenants that exist, by tenant id.</returns>
    public static async Task<IReadOnlyDictionary<string, TenantEntitlements>> Resolve(IReadOnlyCollection<string> tenants, UnitOfWork work)
    {
        // The revision is read first: a later change then makes copies with this revision stale.
        var known = await work.List<TenantRevisionRow>(
            """
            select t.tenant_id, now() as at, least(greatest(t.opened_at, '1970-01-01Z'), '2199-12-31Z') as opened_at, t.time_zone, r.zone,
                   (select coalesce(sum(v.revision), 0)::bigint from entitlements.revisions v where v.tenant_id in (t.tenant_id, 'tnt_platform')) as revision
              from core.tenants t cross join core.reporting r
             where t.tenant_id = any(@tenants)
            """,
            new { tenants }
        );
        var granted = (await work.List<TenantEntitlements.GrantRow>(Sql, new { tenants })).ToLookup(grant => grant.TenantId, StringComparer.Ordinal);
        return known.ToDictionary(
            tenant => tenant.TenantId,
            tenant => new TenantEntitlements(
                tenant.TenantId,
                tenant.At,
                tenant.OpenedAt,
                Zone.FirstKnown(tenant.TimeZone, tenant.Zone),
                tenant.Revision,
                [.. granted[tenant.TenantId].Where(grant => grant.SourceId is not RemainingCredit.Source)]
            )
            {
                Credits = RemainingCredit.Of(granted[tenant.TenantId].Where(grant => grant.SourceId is RemainingCredit.Source)),
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>Bumps the revision, so that the next claim reads the tenant's limits again.</summary>
    public static Task BumpRevision(string tenantId, UnitOfWork work) =>
        work.Execute(
            """
            insert into entitlements.revisions as r (tenant_id, revision) values (@tenantId, 1)
            on conflict (tenant_id) do update set revision = r.revision + 1
            """,
            new { tenantId }
        );

    /// <param name="asked">Requests, each with a key of the caller: a tenant, the plans that it would get, and those that it would lose.</param>
    /// <returns>The grants of the plans by those keys, without overrides.</returns>
    public static async Task<ILookup<string, TenantEntitlements.GrantRow>> PreviewGrants(
        IReadOnlyList<(string Key, string TenantId, IReadOnlyList<TenantPlanItem> Added, IReadOnlyList<string> Gone)> asked,
        UnitOfWork work
    ) =>
        (
            await work.List<TenantEntitlements.GrantRow>(
                PreviewGrantsSql,
                new
                {
                    asked = Json.Element(
                        asked.Select(one => new
                        {
                            one.Key,
                            one.TenantId,
                            one.Added,
                            one.Gone,
                        })
                    ),
                }
            )
        ).ToLookup(grant => grant.TenantId, StringComparer.Ordinal);

    private const string PreviewGrantsSql = $"""
        with asked as (select x.key, x.tenant_id, x.added, x.gone from jsonb_to_recordset(@asked) x(key text, tenant_id text, added jsonb, gone text[])),
        held as (
          select a.key as tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as from_at, null::timestamptz as until_at, i.quantity as pieces
            from asked a join core.plan_items i on i.tenant_id = a.tenant_id and i.to_at is null and i.plan <> all(a.gone)
          union all
          select a.key, p.plan, now(), null, p.quantity from asked a cross join jsonb_to_recordset(a.added) p(plan text, quantity int)
          union all
          select a.key, g.plan, g.from_at, g.until_at, 1 from asked a join ({GrantedPlans.OpenSql}) g on g.tenant_id = a.tenant_id)
        {ByVersion}
         order by 1, 3, 4
        """;

    private sealed record TenantRevisionRow(string TenantId, DateTimeOffset At, DateTimeOffset OpenedAt, string? TimeZone, string Zone, long Revision);
}
