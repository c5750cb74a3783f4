namespace OwnerConsole.Bench.Budgets;

/// <summary>Stored results of probes and services as the product keeps them: finer roll-ups for days, coarser ones for the whole history.</summary>
internal static class MonitoringHistory
{
    /// <summary>The maximum that people can add.</summary>
    public const int Probes = 100;

    private const int Services = 10,
        RoutesPerService = 5;

    /// <param name="days">Length of the history.</param>
    public static async Task Fill(BenchConsole console, int days)
    {
        await AddProbes(console, 1, Probes, "https://www.example.com/");
        await FillProbes(console, days);
        await FillServices(console, days);
        await console.Do("vacuum analyze");
    }

    /// <summary>Adds HTTP probes with an interval of 10 seconds, which is the minimum. Nothing checks them.</summary>
    /// <param name="first">Number of the first probe.</param>
    /// <param name="last">Number of the last probe, which can be above the limit of the operation.</param>
    /// <param name="url">URL without the number of the probe.</param>
    public static Task AddProbes(BenchConsole console, int first, int last, string url) =>
        console.Do(
            $"""
            set app.intake = 'bench';
            insert into probes.probes (tenant_id, probe_id, kind, name, target, interval_seconds, timeout_seconds, failures_until_down, successes_until_up,
                                       status_from, status_to, opened_by, opened_at)
            select 'tnt_platform', 'prb_' || lpad(n::text, 26, '0'), 'http', 'Probe ' || lpad(n::text, 3, '0'), '{url}' || n, 10, 10, 3, 2, 200, 399, 'bench', now()
              from generate_series({first}, {last}) n;
            insert into probes.states (tenant_id, probe_id, state, since, checked_at, latency_ms)
            select 'tnt_platform', 'prb_' || lpad(n::text, 26, '0'), 'up', now(), now(), 12
              from generate_series({first}, {last}) n
            """
        );

    /// <remarks>Results by five minutes are kept for 7 days. One of a thousand checks has failed.</remarks>
    private static Task FillProbes(BenchConsole console, int days) =>
        console.Do(
            $"""
            set app.intake = 'bench';
            insert into probes.rollups (tenant_id, probe_id, grain, bucket_at, ok, failed)
            select 'tnt_platform', 'prb_' || lpad(n::text, 26, '0'), g.grain, b.at, g.checks, case when extract(epoch from b.at)::bigint / 300 % 1000 = n then 1 else 0 end
              from generate_series(1, {Probes}) n
             cross join (values ('five_minutes', interval '5 minutes', least({days}, 7), 30), ('hour', interval '1 hour', {days}, 360), ('day', interval '1 day', {days}, 8640))
                        g(grain, width, days, checks)
             cross join lateral generate_series(date_bin(g.width, now(), 'epoch') - g.days * interval '1 day' + g.width, now(), g.width) b(at);
            insert into probes.latencies (tenant_id, probe_id, grain, bucket_at, bin, checks)
            select r.tenant_id, r.probe_id, r.grain, r.bucket_at, bin, r.ok / 2
              from probes.rollups r cross join generate_series(12, 13) bin
             where r.tenant_id = 'tnt_platform' and r.grain in ('hour', 'day')
            """
        );

    /// <remarks>Numbers by minute are kept for two days.</remarks>
    private static Task FillServices(BenchConsole console, int days) =>
        console.Do(
            $"""
            set app.intake = 'bench';
            insert into telemetry.routes (tenant_id, service, route, last_seen_at)
            select 'tnt_platform', 'service-' || s, 'GET /classes/' || r, now() from generate_series(1, {Services}) s cross join generate_series(1, {RoutesPerService}) r;
            insert into telemetry.requests (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
            select k.tenant_id, k.service, k.route, g.grain, b.at, g.requests, g.requests / 100, g.requests * 40
              from telemetry.routes k
             cross join (values ('minute', interval '1 minute', least({days}, 2), 100), ('hour', interval '1 hour', {days}, 6000)) g(grain, width, days, requests)
             cross join lateral generate_series(date_bin(g.width, now(), 'epoch') - g.days * interval '1 day' + g.width, now(), g.width) b(at)
             where k.tenant_id = 'tnt_platform';
            insert into telemetry.latencies (tenant_id, service, route, grain, bucket_at, bin, requests)
            select r.tenant_id, r.service, r.route, r.grain, r.bucket_at, bin, r.requests / 2
              from telemetry.requests r cross join generate_series(20, 21) bin
             where r.tenant_id = 'tnt_platform';
            insert into telemetry.logs (tenant_id, service, severity, bucket_at, records)
            select 'tnt_platform', 'service-' || s, v.severity, b.at, 10
              from generate_series(1, {Services}) s
             cross join (values ('info'), ('error')) v(severity)
             cross join generate_series(date_bin('1 hour', now(), 'epoch') - {days} * interval '1 day' + interval '1 hour', now(), interval '1 hour') b(at)
            """
        );
}
