using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Reliability.Telemetry.Otlp;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Counts requests of services per route, minute and hour, with their latency, and keeps the last failed ones.</summary>
internal sealed class RequestIntake(Database database, TimeProvider clock)
{
    private const int MaxServices = 100,
        MaxRoutes = 200,
        MaxFailures = 20;

    /// <summary>Route of requests beyond the maximum number of routes of a service.</summary>
    private const string OtherRoutes = "other";

    private const string Grains = "(values ('minute', interval '1 minute'), ('hour', interval '1 hour')) g(grain, width)";

    /// <returns>Number of requests that are not stored, because of their time or because there are too many services.</returns>
    public async Task<int> Record(IReadOnlyList<RequestSpan> spans, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var timely = spans.Where(span => ServiceTime.IsAccepted(span.EndedAt, now)).ToList();
        if (timely.Count == 0)
            return spans.Count;
        database.DiskSpaceGuard.ThrowIfFull();
        var tenants = await TenantServiceRows.FindTenants(timely, database, stop);
        var owners = tenants.Values.Distinct(StringComparer.Ordinal);
        await using var work = await database.Write(WriteOrigin.Intake("telemetry.report"), [IdGenerator.Platform, .. owners], stop);
        var accepted = await Limit(timely, work);
        if (accepted.Count > 0)
        {
            await AddRoutes(accepted, work);
            await Count(accepted, work);
            await AddFailures(accepted, work);
            await TenantServiceRows.Record(accepted, tenants, work);
        }
        await work.Commit();
        return spans.Count - accepted.Count;
    }

    /// <returns>The requests of known services and of new ones up to the limit, with the route under which they are counted.</returns>
    private static async Task<IReadOnlyList<RequestSpan>> Limit(IReadOnlyList<RequestSpan> spans, UnitOfWork work)
    {
        var counts = (
            await work.List<ServiceRouteCount>("select service, count(*) as routes from telemetry.routes where tenant_id = 'tnt_platform' group by service")
        ).ToDictionary(row => row.Service, row => row.Routes, StringComparer.Ordinal);
        var known = (
            await work.List<RouteName>(
                "select service, route from telemetry.routes where tenant_id = 'tnt_platform' and service = any(@services)",
                new { services = spans.Select(span => span.Service).Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToHashSet();
        var accepted = new List<RequestSpan>(spans.Count);
        foreach (var span in spans)
        {
            var name = new RouteName(span.Service, span.Route);
            if (known.Contains(name))
                accepted.Add(span);
            else if (!counts.TryGetValue(span.Service, out var routes) && counts.Count >= MaxServices)
                continue;
            else if (routes >= MaxRoutes)
                accepted.Add(span with { Route = OtherRoutes });
            else
            {
                counts[span.Service] = routes + 1;
                known.Add(name);
                accepted.Add(span);
            }
        }
        return accepted;
    }

    private static Task AddRoutes(IReadOnlyList<RequestSpan> spans, UnitOfWork work) =>
        work.Execute(
            """
            insert into telemetry.routes as r (tenant_id, service, route, last_seen_at)
            select 'tnt_platform', n.service, n.route, max(n.at) from unnest(@services, @routes, @times) n(service, route, at) group by 2, 3 order by 2, 3
            on conflict (tenant_id, service, route) do update set last_seen_at = excluded.last_seen_at
             where r.last_seen_at < excluded.last_seen_at - interval '1 hour' -- often enough for the retention
            """,
            Columns(spans)
        );

    private static async Task Count(IReadOnlyList<RequestSpan> spans, UnitOfWork work)
    {
        await work.Execute(
            $"""
            insert into telemetry.requests as r (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
            select 'tnt_platform', n.service, n.route, g.grain, date_bin(g.width, n.at, 'epoch'), count(*), count(*) filter (where n.failed), sum(n.duration)
              from unnest(@services, @routes, @times, @failed, @durations) n(service, route, at, failed, duration) cross join {Grains}
             group by 2, 3, 4, 5 order by 2, 3, 4, 5
            on conflict (tenant_id, service, route, grain, bucket_at) do update
               set requests = r.requests + excluded.requests, failed = r.failed + excluded.failed, duration_ms = r.duration_ms + excluded.duration_ms
            """,
            Columns(spans)
        );
        await work.Execute(
            $"""
            insert into telemetry.latencies as l (tenant_id, service, route, grain, bucket_at, bin, requests)
            select 'tnt_platform', n.service, n.route, g.grain, date_bin(g.width, n.at, 'epoch'), n.bin, count(*)
              from unnest(@services, @routes, @times, @bins) n(service, route, at, bin) cross join {Grains}
             group by 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
            on conflict (tenant_id, service, route, grain, bucket_at, bin) do update set requests = l.requests + excluded.requests
            """,
            Columns(spans)
        );
    }

    private static async Task AddFailures(IReadOnlyList<RequestSpan> spans, UnitOfWork work)
    {
        // The last ones of this request are enough, because the others would be deleted again.
        var failed = spans
            .Where(span => span.Failure is not null)
            .GroupBy(span => (span.Service, span.Route))
            .SelectMany(route => route.TakeLast(MaxFailures))
            .ToList();
        if (failed.Count == 0)
            return;
        await work.Execute(
            """
            insert into telemetry.failures (tenant_id, service, route, trace_id, span_id, failed_at, duration_ms, message)
            select 'tnt_platform', n.* from unnest(@services, @routes, @traces, @spans, @times, @durations, @messages) n
            """,
            new
            {
                services = failed.Select(span => span.Service).ToArray(),
                routes = failed.Select(span => span.Route).ToArray(),
                traces = failed.Select(span => span.Failure!.TraceId).ToArray(), // selected above
                spans = failed.Select(span => span.Failure!.SpanId).ToArray(),
                times = failed.Select(span => span.EndedAt).ToArray(),
                durations = failed.Select(span => span.DurationMs).ToArray(),
                messages = failed.Select(span => span.Failure!.Message).ToArray(),
            }
        );
        await work.Execute(
            """
            delete from telemetry.failures f
             using (select o.failure_id, row_number() over (partition by o.service, o.route order by o.failure_id desc) as nth
                      from telemetry.failures o where o.tenant_id = 'tnt_platform' and o.service = any(@services)) old
             where f.tenant_id = 'tnt_platform' and f.failure_id = old.failure_id and old.nth > @most
            """,
            new { services = failed.Select(span => span.Service).Distinct(StringComparer.Ordinal).ToArray(), most = MaxFailures }
        );
    }

    private static object Columns(IReadOnlyList<RequestSpan> spans) =>
        new
        {
            services = spans.Select(span => span.Service).ToArray(),
            routes = spans.Select(span => span.Route).ToArray(),
            times = spans.Select(span => span.EndedAt).ToArray(),
            failed = spans.Select(span => span.Failure is not null).ToArray(),
            durations = spans.Select(span => span.DurationMs).ToArray(),
            bins = spans.Select(span => LatencyHistogram.BinOf((int)Math.Min(int.MaxValue, span.DurationMs))).ToArray(),
        };

    private sealed record ServiceRouteCount(string Service, long Routes);

    private sealed record RouteName(string Service, string Route);
}
