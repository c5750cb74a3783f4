namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Statements for reports with an effective date. A value applies until the next reported time, so reports can arrive in any order.</summary>
internal static class DatedReportSql
{
    private const string Reports = """
        with r as materialized (select e->>'id' as tenant_id, e->'body' as b, (e->'body'->>'effective_at')::timestamptz as at
                     from unnest(@reports) e where e->'body'->>'effective_at' is not null),
        """;

    public const string Plans =
        Reports
        + $"""
            spoken as (select tenant_id, 'plan_items' as what, at from r where b ? 'plan_items'),
            said as ({TenantReportSql.ReportedPlans}),
            bound as (
              select i.tenant_id, 'plan_items' as what, b.at, b.run
                from core.plan_items i cross join lateral (values (i.from_at, i.opened_by), (i.to_at, i.closed_by)) b(at, run)
               where i.tenant_id in (select tenant_id from spoken)),
            """
        + Span
        + """
            gone as (
              delete from core.plan_items i using span s
               where i.tenant_id = s.tenant_id and i.from_at <= s.next and coalesce(i.to_at, 'infinity') >= s.at
              returning i.tenant_id, i.plan, i.quantity, i.currency, i.interval, i.from_at, coalesce(i.to_at, 'infinity') as to_at, i.opened_by, i.closed_by, nullif(i.taken_at, i.from_at) as taken_at),
            piece as (
              select g.tenant_id, g.plan, g.quantity, g.currency, g.interval, g.from_at, least(g.to_at, s.at) as to_at, g.opened_by, case when g.to_at <= s.at then g.closed_by end as closed_by, g.taken_at
                from gone g join span s using (tenant_id) where g.from_at < s.at
              union all
              select g.tenant_id, g.plan, g.quantity, g.currency, g.interval, greatest(g.from_at, s.next), g.to_at, case when g.from_at >= s.next then g.opened_by else s.run end, g.closed_by, g.taken_at
                from gone g join span s using (tenant_id) where g.to_at > s.next
              union all
              select s.tenant_id, d.plan, d.quantity, d.currency, d.interval, s.at, s.next, null, s.run, null from said d join span s using (tenant_id)),
            begun as (
              select p.*, lag(to_at) over (partition by tenant_id, plan, quantity, currency, interval order by from_at) is distinct from from_at as begins from piece p),
            run as (
              select b.*, count(*) filter (where begins) over (partition by tenant_id, plan, quantity, currency, interval order by from_at) as place from begun b)
            insert into core.plan_items (tenant_id, plan, quantity, currency, interval, from_at, to_at, taken_at, opened_by, closed_by)
            select tenant_id, plan, quantity, currency, interval, min(from_at), nullif(max(to_at), 'infinity'), coalesce((array_agg(taken_at order by from_at))[1], min(from_at)),
                   (array_agg(opened_by order by from_at))[1], (array_agg(closed_by order by from_at desc))[1]
              from run
             group by tenant_id, plan, quantity, currency, interval, place
            """;

    /// <summary>Updates the current plans to the most recent report.</summary>
    public const string LatestPlans =
        Reports
        + $"""
            said as ({TenantReportSql.ReportedPlans}),
            news as (select r.tenant_id, r.at, {TenantReportSql.ReportedItems} as items from r where r.b ? 'plan_items')
            update core.tenants t
               set reported_plan_items = n.items
              from news n
             where t.tenant_id = n.tenant_id
               and not exists (select 1 from core.moments m where m.tenant_id = t.tenant_id and m.what = 'plan_items' and m.at > n.at)
            """;

    /// <summary>Ignores reports about anonymised tenants.</summary>
    public static readonly string Lifecycles =
        Reports
        + """
            spoken as (select r.tenant_id, 'lifecycle' as what, r.at from r
                        where r.b ? 'lifecycle' and not exists (
                          select 1 from core.lifecycles l where l.tenant_id = r.tenant_id and l.lifecycle = 'anonymised' and l.from_at <= r.at)),
            said as (select r.tenant_id, 'lifecycle' as what, r.b->>'lifecycle' as lifecycle from r join spoken using (tenant_id)),
            """
        + Change("core.lifecycles", "'lifecycle'", "lifecycle");

    /// <summary>Updates the current lifecycle from its history.</summary>
    public const string Status = """
        update core.tenant_status s
           set lifecycle = l.lifecycle, revision = s.revision + 1
          from core.lifecycles l
         where s.tenant_id = any(@ids) and l.tenant_id = s.tenant_id and l.to_at is null and l.lifecycle <> s.lifecycle
        """;

    public static readonly string Attributes =
        Reports
        + """
            said as (select r.tenant_id, 'attribute:' || k.name as what, k.name, r.b->k.name as value from r cross join unnest(@known) k(name) where r.b ? k.name
                     union all
                     select r.tenant_id, 'attribute:' || a.key, a.key, a.value
                       from r cross join lateral jsonb_each(case jsonb_typeof(r.b->'attributes') when 'object' then r.b->'attributes' else '{}' end) a),
            spoken as (select s.tenant_id, s.what, r.at from said s join r using (tenant_id)),
            """
        + Change("core.attributes", "'attribute:' || i.name", "name, value");

    // From the reported time to the next reported time. Both are remembered, because adjacent rows may be merged.
    private const string Span = """
        span as (
          select s.tenant_id, s.what, s.at, coalesce(n.at, 'infinity') as next, n.run
            from spoken s
            left join lateral (
              select b.at, b.run
                from (select at, run from bound where bound.tenant_id = s.tenant_id and bound.what = s.what
                      union all select at, run from core.moments m where m.tenant_id = s.tenant_id and m.what = s.what) b
               where b.at > s.at
               order by b.at, b.run nulls last
               limit 1) n on true),
        remembered as (
          insert into core.moments (tenant_id, what, at, run)
          select tenant_id, what, at, null from span union all select tenant_id, what, next, run from span where next < 'infinity'
          on conflict do nothing),

        """;

    private static string Change(string table, string what, string columns)
    {
        var each = string.Join(", ", columns.Split(", ").Select(column => "i." + column));
        return $$"""
            bound as (
              select i.tenant_id, {{what}} as what, b.at, null as run
                from {{table}} i cross join lateral (values (i.from_at), (i.to_at)) b(at)
               where i.tenant_id in (select tenant_id from spoken)),
            {{Span}}
            gone as (
              delete from {{table}} i using span s
               where i.tenant_id = s.tenant_id and {{what}} = s.what and i.from_at <= s.next and coalesce(i.to_at, 'infinity') >= s.at
              returning i.tenant_id, {{what}} as what, {{each}}, i.from_at, coalesce(i.to_at, 'infinity') as to_at),
            piece as (
              select i.tenant_id, i.what, {{each}}, i.from_at, least(i.to_at, s.at) as to_at from gone i join span s using (tenant_id, what) where i.from_at < s.at
              union all
              select i.tenant_id, i.what, {{each}}, greatest(i.from_at, s.next), i.to_at from gone i join span s using (tenant_id, what) where i.to_at > s.next
              union all
              select i.tenant_id, i.what, {{each}}, s.at, s.next from said i join span s using (tenant_id, what) where jsonb_typeof(to_jsonb(i)->'value') is distinct from 'null'),
            begun as (
              select p.*, lag(to_at) over (partition by tenant_id, {{columns}} order by from_at) is distinct from from_at as begins from piece p),
            run as (
              select b.*, count(*) filter (where begins) over (partition by tenant_id, {{columns}} order by from_at) as place from begun b)
            insert into {{table}} (tenant_id, {{columns}}, from_at, to_at)
            select tenant_id, {{columns}}, min(from_at), nullif(max(to_at), 'infinity') from run group by tenant_id, {{columns}}, place
            """;
    }
}
