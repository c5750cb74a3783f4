using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Statements that count events. Each reads the same events, which are in memory by then.</summary>
internal static class ProjectionSql
{
    /// <summary>
    /// The events of one batch, limited to its tenants. The range of their arrival is known, so that only the partitions of these days are read.
    /// </summary>
    /// <remarks>Each statement reads them again, which costs less than keeping them in a temporary table.</remarks>
    private const string ProjectedEvents = """
        with e as not materialized (
          select e.tenant_id, e.at, (e.at at time zone @Zone)::date as day, e.type, e.member, e.data, e.received_at, e.xid
            from core.events e
           where e.xid >= @Low::xid8 and e.xid < @High::xid8 and e.received_at >= @From and e.received_at < @Until)
        """;

    /// <summary>The processed events of one day.</summary>
    private const string DayEvents = """
        with e as not materialized (
          select e.tenant_id, e.at, @day::date as day, e.type, e.member, e.data, e.received_at, e.xid
            from core.events e
           where e.at >= @day::timestamp at time zone @Zone and e.at < (@day + 1)::timestamp at time zone @Zone and e.tenant_id = any(@only) and e.xid < @High::xid8)
        """;

    private const string NoEvents = "with e as (select null::text as tenant_id, null::date as day limit 0)";

    public static async Task ProjectAll(EventProjection.ProjectionBatch span, UnitOfWork work)
    {
        if (span.Tenants.Count > 0) // Empty if all of them were deleted in the meantime.
            await Count(span, work);
        await work.Execute("update core.projection set next_xid = @High::xid8, projected_at = now()", new { span.High });
    }

    private static async Task Count(EventProjection.ProjectionBatch span, UnitOfWork work)
    {
        var those = BatchParameters(span, []);
        if (await work.One<bool>(EventAnonymisationSql.IsAnonymised))
            await work.Execute(EventAnonymisationSql.Folded, those);
        var (members, sessions) = (span.Tenants.Any(heard => heard.Members), span.Tenants.Any(heard => heard.Sessions));
        var days = sessions ? await work.List<TenantDay>(ProjectedEvents + Sessions, those) : [];
        if (members)
            days = [.. days, .. await work.List<TenantDay>(ProjectedEvents + SeenMembers + NewlySeen, those)];
        if (span.Tenants.Any(heard => heard.Purchases))
            await work.Execute(ProjectedEvents + Purchases, those);
        var hasValues = await MeasureSql.Count(ProjectedEvents, those, work);
        if (hasValues || days.Count > 0)
            await work.Execute((hasValues ? ProjectedEvents : NoEvents) + Days + Counted, BatchParameters(span, days));
    }

    /// <summary>Recalculates these days, for sessions that changed without an event.</summary>
    public static async Task RebuildDays(IReadOnlyList<TenantDay> days, string zone, UnitOfWork work)
    {
        var tenants = days.Select(day => day.TenantId).ToArray();
        await work.Execute(
            NoEvents + Days + Counted,
            new
            {
                Zone = zone,
                demo = await DemoTenants.Among(tenants, work),
                tenants,
                days = days.Select(day => day.Day).ToArray(),
            }
        );
    }

    /// <summary>Recalculates a day of these tenants from the stored events; its previous counts were deleted before.</summary>
    /// <param name="high">The first transaction that is not processed yet.</param>
    /// <param name="usageHigh">The same when the day was started: later events are already included in the platform's usage.</param>
    public static async Task RebuildDays(DateOnly day, IReadOnlyList<string> tenants, string high, string usageHigh, string zone, UnitOfWork work)
    {
        var those = new
        {
            High = high,
            UsageHigh = usageHigh,
            Zone = zone,
            day,
            only = tenants,
            demo = await DemoTenants.Among(tenants, work),
        };
        await work.Execute(DayEvents + SeenMembers + MemberDays, those);
        await MeasureSql.Count(DayEvents, those, work);
    }

    private static object BatchParameters(EventProjection.ProjectionBatch span, IReadOnlyList<TenantDay> days) =>
        new
        {
            span.Low,
            span.High,
            From = span.Tenants.Min(heard => heard.FirstDay), // Whole days: with narrower bounds, PostgreSQL would underestimate the number of events.
            Until = span.Tenants.Max(heard => heard.LastDay).AddDays(1),
            UsageHigh = span.High,
            span.Zone,
            demo = DemoTenants.ToParameter(span.Tenants.Where(heard => heard.Mode is Mode.Test).Select(heard => heard.TenantId)),
            tenants = days.Select(day => day.TenantId).ToArray(),
            days = days.Select(day => day.Day).ToArray(),
        };

    /// <summary>Returns the days on which a session starts, or started before it changed.</summary>
    /// <remarks>
    /// The previous session is looked up by key, and old and new state are combined by aggregation, because a join would compare each with each.
    /// </remarks>
    private static readonly string Sessions = $$"""
        , said as (
          select e.tenant_id, coalesce(e.data->>'session', '') as session_id, max(e.member) as member,
                 min(e.at) filter (where e.type <> 'session.ended') as started_at,
                 max(case e.type when 'session.ended' then e.at
                                 when 'session.recorded' then e.at + make_interval(secs => (e.data->>'duration_seconds')::int) end) as ended_at
            from e
           where e.type in ('session.started', 'session.ended', 'session.recorded')
           group by 1, 2),
        merged as (
          select d.tenant_id, d.session_id, m.member_id, least(d.started_at, b.started_at) as started_at,
                 greatest(d.ended_at, b.end_reported_at) as said_at, b.started_at as was_started_at, b.ended_at as was_ended_at
            from said d
            left join lateral (
              select s.started_at, s.ended_at, s.end_reported_at
                from core.sessions s where s.tenant_id = d.tenant_id and s.session_id = d.session_id limit 1) b on true
            left join lateral (select m.member_id from core.members m where m.tenant_id = d.tenant_id and m.external_id = d.member limit 1) m on true),
        kept as (
          insert into core.sessions as s (tenant_id, session_id, member_id, started_at, ended_at, end_reported_at, timed_out)
          select tenant_id, session_id, member_id, started_at,
                 case when said_at is not null then least(greatest(said_at, started_at), started_at + interval '24 hours') end, said_at,
                 coalesce(said_at > started_at + interval '24 hours', false)
            from merged
           order by tenant_id, session_id
          on conflict (tenant_id, session_id) do update
             set member_id = coalesce(excluded.member_id, s.member_id), started_at = excluded.started_at, ended_at = excluded.ended_at,
                 end_reported_at = excluded.end_reported_at, timed_out = excluded.timed_out
          returning tenant_id, session_id, started_at, ended_at),
        changed as materialized (
          select {{DemoTenants.ModeOf("c")}} as mode, c.tenant_id, max(c.started_at) as started_at, max(c.ended_at) as ended_at,
                 max(c.was_started_at) as was_started_at, max(c.was_ended_at) as was_ended_at
            from (select tenant_id, session_id, started_at, ended_at, null::timestamptz as was_started_at, null::timestamptz as was_ended_at from kept
                  union all
                  select tenant_id, session_id, null, null, was_started_at, was_ended_at from merged) c
           group by c.tenant_id, c.session_id),
        dirt as (
          insert into core.stale_session_buckets (mode, bucket)
          select distinct c.mode, bucket
            from changed c
           cross join lateral (values (c.started_at, c.ended_at), (c.was_started_at, c.was_ended_at)) i(from_at, ended_at)
           cross join lateral generate_series(
             date_bin('15 minutes', i.from_at, 'epoch'), coalesce(i.ended_at, least(now(), i.from_at + interval '24 hours')), '15 minutes') bucket
          on conflict do nothing)
        select distinct c.tenant_id, (i.moment at time zone @Zone)::date as day
          from changed c cross join lateral (values (c.started_at), (c.was_started_at)) i(moment)
         where i.moment is not null
        """;

    /// <summary>
    /// Members with activity on each day, looked up by the application's id because a tenant may have many more members than the batch.
    /// </summary>
    private const string SeenMembers = """
        , named as materialized (
          select e.tenant_id, e.day, e.member, max(e.at) as at from e where e.member is not null group by 1, 2, 3),
        seen as materialized (
          select n.tenant_id, n.day, m.member_id, n.at
            from named n
           cross join lateral (select m.member_id from core.members m where m.tenant_id = n.tenant_id and m.external_id = n.member limit 1) m)
        """;

    private const string MemberDays = """
        insert into core.member_days as d (tenant_id, day, member_id, last_at)
        select tenant_id, day, member_id, at from seen order by 1, 2, 3
        on conflict (tenant_id, day, member_id) do update set last_at = excluded.last_at where d.last_at < excluded.last_at
        """;

    /// <summary>Returns the days with newly active members. Existing rows were locked before and are marked.</summary>
    private const string NewlySeen = $"""
        , kept as ({MemberDays} returning d.tenant_id, d.day, d.xmax = 0 as is_new),
        lately as (
          update core.members m set last_seen_at = s.at
            from (select tenant_id, member_id, max(at) as at from seen group by 1, 2) s
           where m.tenant_id = s.tenant_id and m.member_id = s.member_id and (m.last_seen_at is null or m.last_seen_at < s.at))
        select distinct tenant_id, day from kept where is_new
        """;

    /// <summary>
    /// A purchase that is reported again has the values of the latest report. Events ingested by older releases may be invalid and are ignored.
    /// </summary>
    private static readonly string Purchases = $$"""
        insert into core.purchases as p (tenant_id, purchase_id, at, amount, currency, name, plan, quantity, from_at, to_at, member_id)
        select distinct on (1, 2) e.tenant_id, e.data->>'purchase', e.at, f.amount::bigint, e.data->'price'->>'currency', left(e.data->>'name', {{PurchaseRules.MaxTextLength}}), left(e.data->>'plan', {{PurchaseRules.MaxTextLength}}),
               f.quantity::int, case when f.to_at > f.from_at then f.from_at end, case when f.to_at > f.from_at then f.to_at end, m.member_id
          from e
         cross join lateral (
           select core.parse_number(e.data->'price'->>'amount') as amount, coalesce(core.parse_number(e.data->>'quantity'), 1) as quantity,
                  core.parse_time(e.data->'period'->>'from') as from_at, core.parse_time(e.data->'period'->>'to') as to_at) f
          left join core.members m on m.tenant_id = e.tenant_id and m.external_id = e.member
         where e.type = 'purchase.completed' and length(e.data->>'purchase') between 1 and {{PurchaseRules.MaxTextLength}} and e.data->'price'->>'currency' ~ '^[A-Z]{3}$'
           and f.amount between 0 and {{PurchaseRules.MaxMinorUnits}} and f.quantity between 1 and {{PurchaseRules.MaxQuantity}}
         order by 1, 2, e.received_at desc
        on conflict (tenant_id, purchase_id) do update
           set at = excluded.at, amount = excluded.amount, currency = excluded.currency, name = excluded.name, plan = excluded.plan, quantity = excluded.quantity,
               from_at = excluded.from_at, to_at = excluded.to_at, member_id = coalesce(excluded.member_id, p.member_id)
        """;

    /// <summary>The days of these events, if any, and the given days.</summary>
    private static readonly string Days = $$"""
        , moved as (
          select tenant_id, day from e
          union
          select * from unnest(@tenants, @days)),
        {{MarkStale("moved")}}
        """;

    /// <summary>Marks the metrics of these days for recalculation.</summary>
    internal static string MarkStale(string days) =>
        $"""
            touched as (
              insert into core.days_touched as d (mode, day, touched_at)
              select distinct {DemoTenants.ModeOf("c")}, c.day, now() from {days} c order by 1, 2
              on conflict (mode, day) do update set touched_at = excluded.touched_at
               where d.touched_at < excluded.touched_at)
            """;

    /// <summary>Counts taken from their own rows instead of sums: members and sessions of a day, and latest and unique values.</summary>
    private const string Counted = """
        insert into core.tenant_days as d (tenant_id, day, sessions, seconds, members, meters)
        select m.tenant_id, m.day, s.sessions, s.seconds, p.members, coalesce(v.meters, '{}')
          from moved m
         cross join lateral (
           select count(*) as sessions, coalesce(sum(round(extract(epoch from s.ended_at - s.started_at))), 0)::bigint as seconds
             from core.sessions s
            where s.tenant_id = m.tenant_id and s.started_at >= m.day::timestamp at time zone @Zone and s.started_at < (m.day + 1)::timestamp at time zone @Zone) s
         cross join lateral (select count(*) as members from core.member_days p where p.tenant_id = m.tenant_id and p.day = m.day) p
         cross join lateral (
           select jsonb_object_agg(k.key, case k.adds when 'unique' then x.different else x.latest end) as meters
             from core.meters k
            cross join lateral (
              select count(*)::numeric as different, (array_agg(core.parse_number(y.value) order by y.at desc, y.value desc))[1] as latest
                from core.meter_values y
               where y.tenant_id = m.tenant_id and y.meter = k.key and y.day = m.day) x
            where k.adds in ('unique', 'latest') and x.different > 0) v
         order by 1, 2
        on conflict (tenant_id, day) do update
           set sessions = excluded.sessions, seconds = excluded.seconds, members = excluded.members, meters = d.meters || excluded.meters
        """;

    internal sealed record TenantDay(string TenantId, DateOnly Day);
}
