namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statements for tenant reports. Each handles up to 500 reports and updates only rows that differ.</summary>
internal static class TenantReportSql
{
    /// <remarks>
    /// Materialized, because under row-level security an index is used only for leakproof conditions. A column is leakproof; <c>e->>'id'</c> is not and would scan all tenants.
    /// An array, because the server knows the length of an array.
    /// </remarks>
    private const string Reports = """
        with r as materialized (select e->>'id' as tenant_id, e->>'external_id' as external_id, e->'body' as b from unnest(@reports) e)
        """;

    /// <summary>Plan items of all reports <c>r</c>.</summary>
    public const string ReportedPlans = """
        select r.tenant_id, p->>'plan' as plan, (p->>'quantity')::int as quantity, p->>'currency' as currency, p->>'interval' as interval
          from r cross join lateral jsonb_array_elements(case jsonb_typeof(r.b->'plan_items') when 'array' then r.b->'plan_items' else '[]' end) p
        """;

    /// <summary>Plan items of one report <c>r</c> from <c>said</c>, in stored form.</summary>
    public const string ReportedItems = """
        coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('plan', s.plan, 'quantity', s.quantity, 'interval', s.interval, 'currency', s.currency)) order by s.plan) from said s where s.tenant_id = r.tenant_id), '[]')
        """;

    public const string InsertSql =
        Reports
        + """
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select r.tenant_id, @mode, r.external_id, coalesce(b->>'name', r.external_id),
                   coalesce((b->>'opened_at')::timestamptz, (b->>'effective_at')::timestamptz, @at), @at
              from r
             where not exists (select 1 from core.tenants t where t.tenant_id = r.tenant_id)
             order by r.external_id
            on conflict do nothing
            """;

    public const string UpdateSql =
        Reports
        + """
            update core.tenants t
               set name = coalesce(b->>'name', t.name),
                   contact_email = case when b ? 'contact_email' then b->>'contact_email' else t.contact_email end,
                   owner_external_id = case when b ? 'owner_external_id' then b->>'owner_external_id' else t.owner_external_id end,
                   owner_name = case when b ? 'owner_name' then b->>'owner_name' else t.owner_name end,
                   time_zone = case when b ? 'time_zone' then b->>'time_zone' else t.time_zone end,
                   trial_ends_at = case when b ? 'trial_ends_at' then (b->>'trial_ends_at')::timestamptz else t.trial_ends_at end,
                   trial_reported_at = case when b ? 'trial_ends_at' and (b->>'trial_ends_at')::timestamptz is distinct from t.trial_ends_at
                     then clock_timestamp() else t.trial_reported_at end,
                   opened_at = coalesce((b->>'opened_at')::timestamptz, least(t.opened_at, (b->>'effective_at')::timestamptz)),
                   stripe_customer_ids = case when b ? 'stripe_customer_ids'
                     then array(select jsonb_array_elements_text(case jsonb_typeof(b->'stripe_customer_ids') when 'array' then b->'stripe_customer_ids' else '[]' end))
                     else t.stripe_customer_ids end,
                   access = case when b ? 'access' then b->>'access' else t.access end,
                   reported_at = @at
              from r
             where t.tenant_id = r.tenant_id
            """;

    /// <summary>A changed lifecycle increments the revision. An anonymised tenant stays anonymised.</summary>
    public const string Status =
        Reports
        + """
            insert into core.tenant_status as s (tenant_id, mode, lifecycle)
            select r.tenant_id, @mode, coalesce(b->>'lifecycle', 'active') from r order by r.tenant_id
            on conflict (tenant_id) do update
               set lifecycle = excluded.lifecycle, revision = s.revision + 1
             where s.lifecycle <> excluded.lifecycle and s.lifecycle <> 'anonymised'
               and exists (select 1 from r where r.tenant_id = excluded.tenant_id and r.b ? 'lifecycle' and r.b->>'effective_at' is null)
            """;

    /// <summary>
    /// Applications report the same plans repeatedly. Only differences from the previous report change a tenant's plans, so that a change made in the console is kept.
    /// A different quantity keeps the plan version; a different price moves to the current version.
    /// </summary>
    public const string Plans =
        Reports
        + $"""
            , said as ({ReportedPlans}),
            news as (update core.tenants t set reported_plan_items = n.items
                       from (select r.tenant_id, {ReportedItems} as items
                               from r where r.b ? 'plan_items' and r.b->>'effective_at' is null) n
                      where t.tenant_id = n.tenant_id and t.reported_plan_items is distinct from n.items
                     returning t.tenant_id),
            moment as materialized (select clock_timestamp() as at),
            closed as (update core.plan_items i set to_at = moment.at
                         from news cross join moment
                        where i.tenant_id = news.tenant_id and i.to_at is null
                          and not exists (select 1 from said s where s.tenant_id = i.tenant_id and s.plan = i.plan and {TenantPlanItems.IsSameItem})
                       returning i.tenant_id, i.plan, i.currency, i.interval, coalesce(i.taken_at, i.from_at) as taken_at)
            insert into core.plan_items (tenant_id, plan, quantity, currency, interval, from_at, taken_at)
            select s.tenant_id, s.plan, s.quantity, s.currency, s.interval, moment.at, coalesce((select c.taken_at from closed c where c.tenant_id = s.tenant_id and c.plan = s.plan and (c.currency, c.interval) is not distinct from (s.currency, s.interval)), moment.at)
              from said s join news on news.tenant_id = s.tenant_id cross join moment
             where not exists (select 1 from core.plan_items i where i.tenant_id = s.tenant_id and i.plan = s.plan and {TenantPlanItems.IsSameItem} and i.to_at is null)
               and (select count(*) from closed) >= 0 -- forces the update to run first
            """;

    public const string Attributes =
        Reports
        + """
            , said as (select r.tenant_id, k.name, r.b->k.name as value from r cross join unnest(@known) k(name) where r.b ? k.name and r.b->>'effective_at' is null
                       union all
                       select r.tenant_id, a.key, a.value
                         from r cross join lateral jsonb_each(case jsonb_typeof(r.b->'attributes') when 'object' then r.b->'attributes' else '{}' end) a
                        where r.b->>'effective_at' is null),
            moment as materialized (select clock_timestamp() as at), -- not the start of the transaction, which may have waited for another report
            closed as (update core.attributes a set to_at = moment.at
                         from said s cross join moment
                        where a.tenant_id = any (array(select tenant_id from r)) and a.tenant_id = s.tenant_id and a.name = s.name and a.to_at is null and a.value <> s.value
                       returning 1)
            insert into core.attributes (tenant_id, name, value, from_at)
            select s.tenant_id, s.name, s.value, moment.at
              from said s cross join moment
             where jsonb_typeof(s.value) <> 'null'
               and not exists (select 1 from core.attributes a
                                where a.tenant_id = any (array(select tenant_id from r)) and a.tenant_id = s.tenant_id and a.name = s.name and a.value = s.value and a.to_at is null)
               and (select count(*) from closed) >= 0 -- forces the update to run first
            """;
}
