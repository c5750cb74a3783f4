using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Statement that counts events per tenant and day, and what meters measure of them.</summary>
internal static class MeasureSql
{
    /// <param name="events">The statement's <c>e</c>.</param>
    /// <returns>Whether any meter uses latest or unique values.</returns>
    public static async Task<bool> Count(string events, object those, UnitOfWork work)
    {
        var meters = await Meters.Declared(work);
        var cuts = meters.Select(meter => meter.GroupBy.Count).DefaultIfEmpty().Max();
        var hasValues = meters.Any(meter => meter.Adds is AggregationKind.Latest or AggregationKind.Unique);
        await work.Execute(events + MatchedEvents(cuts) + (meters.Count > 0 ? Usage : "") + (hasValues ? Values : "") + TenantDays, those);
        return hasValues;
    }

    /// <summary>Sums of meters per tenant and quarter of an hour: most events of a batch are alike. Each number is read from the data once.</summary>
    /// <param name="cuts">Maximum number of names by which a meter is grouped.</param>
    private static string MatchedEvents(int cuts)
    {
        var values = string.Join(", ", Enumerable.Range(1, cuts).Select(at => $"e.data->>m.group_by[{at}]"));
        return $$"""
            , said as (
              select e.tenant_id, e.day, m.key, m.adds, array[{{values}}]::text[] as cuts,
                     date_bin('15 minutes', e.at, 'epoch') as bucket, e.xid < @UsageHigh::xid8 as is_of_usage, e.data #> m.value_path as said
                from e
                join core.meters m on {{MeterMatches}} and m.adds in ('sum', 'count', 'max')
              offset 0), -- prevents a repeated lookup
            numbers as (
              select s.*, case when s.adds = 'count' then 1 else core.parse_number(s.said) end as value from said s offset 0),
            heard as materialized (
              select tenant_id, day, key, adds, cuts, bucket, is_of_usage, case when adds = 'max' then max(value) else sum(value) end as num, count(*) as n
                from numbers
               where value is not null
               group by 1, 2, 3, 4, 5, 6, 7)
            """;
    }

    private const string MeterMatches = "m.event_type = e.type and (m.closed_at is null or e.received_at < m.closed_at)";

    /// <remarks>
    /// Aggregated before sorting: PostgreSQL can't estimate the number of rows, and a sorted aggregation would sort all of them on disk. Also
    /// aggregated before grouping by names, which multiplies the rows.
    /// </remarks>
    private static readonly string Usage = $$"""
        , alike as (
          select {{DemoTenants.ModeOf("h")}} as mode, h.key, h.adds, h.cuts, h.bucket,
                 case when h.adds = 'max' then max(h.num) else sum(h.num) end as num, sum(h.n) as n
            from heard h
           where h.is_of_usage
           group by 1, 2, 3, 4, 5),
        sums as materialized (
          select a.mode, a.key, c.group_value, a.bucket, case when min(a.adds) = 'max' then max(a.num) else sum(a.num) end as num, sum(a.n) as n
            from alike a
            join core.meters m on m.key = a.key
           cross join lateral (
             select '' as group_value union all select g.name || '=' || left(g.value, 100) from unnest(m.group_by, a.cuts) g(name, value) where g.value is not null) c
           group by 1, 2, 3, 4),
        used as (
          insert into core.usage_buckets as b (mode, meter, group_value, bucket, num, n)
          select mode, key, group_value, bucket, num, n from sums order by 1, 2, 3, 4
          on conflict (mode, meter, group_value, bucket) do update
             set num = case when (select m.adds from core.meters m where m.key = b.meter) = 'max' then greatest(b.num, excluded.num) else b.num + excluded.num end,
                 n = b.n + excluded.n)
        """;

    private const string Values = $$"""
        , kept as (
          select e.tenant_id, m.key, e.day, left(d.said #>> '{}', 200) as value, max(e.at) as at
            from e
            join core.meters m on {{MeterMatches}} and m.adds in ('latest', 'unique')
           cross join lateral (select e.data #> m.value_path as said offset 0) d
           where d.said #>> '{}' is not null and (m.adds = 'unique' or core.parse_number(d.said) is not null)
           group by 1, 2, 3, 4),
        valued as (
          insert into core.meter_values as v (tenant_id, meter, day, value, at)
          select tenant_id, key, day, value, at from kept order by 1, 2, 3, 4
          on conflict (tenant_id, meter, day, value) do update set at = greatest(v.at, excluded.at))
        """;

    /// <remarks>
    /// Combined by aggregation instead of a join: PostgreSQL underestimates the rows and would scan one side for each row of the other.
    /// </remarks>
    private static readonly string TenantDays = $$"""
        , counted as materialized (
          select e.tenant_id, e.day, count(*) as events,
                 count(*) filter (where e.member is not null or e.type in ('activity', 'session.started', 'session.recorded')) as activity
            from e group by 1, 2),
        measured as (
          select h.tenant_id, h.day, h.key, case when min(h.adds) = 'max' then max(h.num) else sum(h.num) end as value from heard h group by 1, 2, 3),
        parts as (
          select tenant_id, day, events, activity, null as key, null as value from counted
          union all
          select tenant_id, day, 0, 0, key, value from measured),
        {{ProjectionSql.MarkStale("counted")}}
        insert into core.tenant_days as d (tenant_id, day, events, activity, meters)
        select tenant_id, day, sum(events), sum(activity), coalesce(jsonb_object_agg(key, value) filter (where key is not null), '{}')
          from parts
         group by 1, 2
         order by 1, 2
        on conflict (tenant_id, day) do update
           set events = d.events + excluded.events, activity = d.activity + excluded.activity,
               meters = case when excluded.meters = '{}' then d.meters else d.meters || (
                 select jsonb_object_agg(n.key, case
                          when (select m.adds from core.meters m where m.key = n.key) = 'max' then greatest(n.value::numeric, (d.meters->>n.key)::numeric)
                          else n.value::numeric + coalesce((d.meters->>n.key)::numeric, 0) end)
                   from jsonb_each_text(excluded.meters) n) end
        """;
}
