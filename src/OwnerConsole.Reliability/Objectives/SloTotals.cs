using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Reliability.StatusPages.Public;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Counts events per bucket, with one statement for each kind of SLO.</summary>
internal static class SloTotals
{
    /// <summary>Telemetry has no roll-ups by five minutes and by day, so they are summed from the next smaller ones.</summary>
    private const string Grains = """
        (values ('five_minutes', interval '5 minutes', 'minute', interval '1 minute'), ('hour', interval '1 hour', 'hour', interval '1 hour'),
                ('day', interval '1 day', 'hour', interval '1 hour')) g(grain, width, source, source_width)
        """;

    /// <summary>Maintenance of components that use other probes only doesn't matter to a probe.</summary>
    private const string IsOfProbe = "not (i.probe_id = any(string_to_array(m.other_probes, ',')))";

    /// <summary>Probes have roll-ups of all lengths. Maintenance is excluded by the next smaller ones of a day.</summary>
    private const string CheckGrains = """
        (values ('five_minutes', interval '5 minutes', 'five_minutes', interval '5 minutes'), ('hour', interval '1 hour', 'hour', interval '1 hour'),
                ('day', interval '1 day', 'hour', interval '1 hour')) g(grain, width, source, source_width)
        """;

    /// <remarks>Routes of a service are joined, so that the primary keys of roll-ups bound the time too.</remarks>
    private const string First = "case g.grain when 'five_minutes' then i.five_minutes when 'hour' then i.hour else i.day end";

    /// <summary>Numbers never decrease: a bucket whose source was partly deleted keeps its number. Buckets that have not changed are not written.</summary>
    private const string Replace = """
        on conflict (tenant_id, indicator, grain, bucket_at) do update set events = excluded.events, bad = excluded.bad
         where t.events <= excluded.events and (t.events, t.bad) is distinct from (excluded.events, excluded.bad)
        """;

    public static async Task CountChecks(IReadOnlyList<(Slo Slo, MeasureStarts From)> indicators, IReadOnlyList<MaintenancePeriod> maintenance, UnitOfWork work)
    {
        if (indicators.Count > 0)
            await work.Execute(
                $"""
                insert into objectives.totals as t (tenant_id, indicator, grain, bucket_at, events, bad)
                select 'tnt_platform', i.indicator, r.grain, r.bucket_at, r.ok + r.failed - coalesce(x.events, 0), r.failed - coalesce(x.bad, 0)
                  from unnest(@indicators, @probes, @fiveMinutes, @hours, @days, @excludes) i(indicator, probe_id, five_minutes, hour, day, excludes)
                  cross join {CheckGrains}
                  join probes.rollups r on r.tenant_id = 'tnt_platform' and r.probe_id = i.probe_id and r.grain = g.grain and r.bucket_at >= {First}
                  left join lateral (
                    select sum(h.ok + h.failed)::bigint as events, sum(h.failed)::bigint as bad
                      from probes.rollups h
                     where i.excludes and h.tenant_id = 'tnt_platform' and h.probe_id = r.probe_id and h.grain = g.source
                       and h.bucket_at >= r.bucket_at and h.bucket_at < r.bucket_at + g.width and {IsMaintenance("h.bucket_at", IsOfProbe)}) x on true
                 where r.ok + r.failed > coalesce(x.events, 0)
                {Replace}
                """,
                Columns(indicators, maintenance)
            );
    }

    public static async Task CountRequests(
        IReadOnlyList<(Slo Slo, MeasureStarts From)> indicators,
        IReadOnlyList<MaintenancePeriod> maintenance,
        UnitOfWork work
    )
    {
        if (indicators.Count > 0)
            await work.Execute(
                $"""
                insert into objectives.totals as t (tenant_id, indicator, grain, bucket_at, events, bad)
                select 'tnt_platform', i.indicator, g.grain, date_bin(g.width, r.bucket_at, 'epoch'), sum(r.requests)::bigint, sum(r.failed)::bigint
                  from unnest(@indicators, @services, @routes, @fiveMinutes, @hours, @days, @excludes)
                         i(indicator, service, route, five_minutes, hour, day, excludes)
                  cross join {Grains}
                  join telemetry.routes o on o.tenant_id = 'tnt_platform' and o.service = i.service and (i.route is null or o.route = i.route)
                  join telemetry.requests r on r.tenant_id = 'tnt_platform' and r.service = o.service and r.route = o.route
                   and r.grain = g.source and r.bucket_at >= {First} and not (i.excludes and {IsMaintenance("r.bucket_at")})
                 group by 2, 3, 4
                {Replace}
                """,
                Columns(indicators, maintenance)
            );
    }

    public static async Task CountFastRequests(
        IReadOnlyList<(Slo Slo, MeasureStarts From)> indicators,
        IReadOnlyList<MaintenancePeriod> maintenance,
        UnitOfWork work
    )
    {
        if (indicators.Count > 0)
            await work.Execute(
                $"""
                insert into objectives.totals as t (tenant_id, indicator, grain, bucket_at, events, bad)
                select 'tnt_platform', i.indicator, g.grain, date_bin(g.width, l.bucket_at, 'epoch'), sum(l.requests)::bigint,
                       coalesce(sum(l.requests) filter (where l.bin > i.bin), 0)::bigint
                  from unnest(@indicators, @services, @routes, @bins, @fiveMinutes, @hours, @days, @excludes)
                         i(indicator, service, route, bin, five_minutes, hour, day, excludes)
                  cross join {Grains}
                  join telemetry.routes o on o.tenant_id = 'tnt_platform' and o.service = i.service and (i.route is null or o.route = i.route)
                  join telemetry.latencies l on l.tenant_id = 'tnt_platform' and l.service = o.service and l.route = o.route
                   and l.grain = g.source and l.bucket_at >= {First} and not (i.excludes and {IsMaintenance("l.bucket_at")})
                 group by 2, 3, 4
                {Replace}
                """,
                Columns(indicators, maintenance)
            );
    }

    /// <summary>Whether a maintenance takes place in a roll-up. Only roll-ups that start after its announcement, so that what was counted once isn't excluded later.</summary>
    /// <param name="bucket">Start of the roll-up.</param>
    /// <param name="condition">Condition for maintenance that matters, in addition to its times.</param>
    private static string IsMaintenance(string bucket, string condition = "true") =>
        $"""
            exists (select from unnest(@announced, @maintenanceStarts, @maintenanceEnds, @otherProbes) m(announced_at, starts_at, ends_at, other_probes)
                     where m.announced_at <= {bucket} and m.starts_at < {bucket} + g.source_width and m.ends_at > {bucket} and m.ends_at > m.starts_at
                       and {condition})
            """;

    private static object Columns(IReadOnlyList<(Slo Slo, MeasureStarts From)> indicators, IReadOnlyList<MaintenancePeriod> maintenance) =>
        new
        {
            indicators = indicators.Select(row => row.Slo.Indicator).ToArray(),
            probes = indicators.Select(row => row.Slo.ProbeId).ToArray(),
            services = indicators.Select(row => row.Slo.Service).ToArray(),
            routes = indicators.Select(row => row.Slo.Route).ToArray(),
            bins = indicators.Select(row => row.Slo.ThresholdMs is { } ms ? LatencyThreshold.LastBin(ms) : 0).ToArray(),
            fiveMinutes = indicators.Select(row => row.From.FiveMinutes).ToArray(),
            hours = indicators.Select(row => row.From.Hour).ToArray(),
            days = indicators.Select(row => row.From.Day).ToArray(),
            excludes = indicators.Select(row => row.Slo.ExcludesMaintenance).ToArray(),
            announced = maintenance.Select(period => period.AnnouncedAt).ToArray(),
            maintenanceStarts = maintenance.Select(period => period.StartsAt).ToArray(),
            maintenanceEnds = maintenance.Select(period => period.EndsAt).ToArray(),
            otherProbes = maintenance.Select(period => string.Join(',', period.OtherProbes)).ToArray(),
        };
}
