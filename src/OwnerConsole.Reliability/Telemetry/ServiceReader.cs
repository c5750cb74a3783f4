using OwnerConsole.Data;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Reads services and their routes from the roll-ups.</summary>
internal static class ServiceReader
{
    private const int TrendHours = 24,
        MaxFailures = 20,
        MaxMetrics = 200;

    private static readonly TimeSpan s_recent = TimeSpan.FromHours(1);

    /// <returns>All services by name.</returns>
    public static Task<IReadOnlyList<ServiceView>> List(DateTimeOffset now, UnitOfWork work) => List(service: null, now, work);

    /// <param name="service">Null for all.</param>
    private static async Task<IReadOnlyList<ServiceView>> List(string? service, DateTimeOffset now, UnitOfWork work)
    {
        var names = await work.List<string>(
            $"""
            select service from (
              select r.service from telemetry.routes r where r.tenant_id = 'tnt_platform'
              union select l.service from ({LogIntake.Services}) l
              union select s.service from telemetry.series s where s.tenant_id = 'tnt_platform'
              union select p.service from telemetry.replicas p where p.tenant_id = 'tnt_platform') known
             where @service::text is null or service = @service
             order by service
            """,
            new { service }
        );
        var figures = await ReadFigures("service", service, now, work);
        var hours = (await ListHours(service, now, work)).ToLookup(row => row.Service, StringComparer.Ordinal);
        var errors = (
            await work.List<ErrorCount>(
                """
                select service, sum(records)::bigint as records from telemetry.logs
                 where tenant_id = 'tnt_platform' and severity in ('error', 'fatal') and bucket_at >= @first and (@service::text is null or service = @service)
                 group by service
                """,
                new { service, first = FirstHour(now) }
            )
        ).ToDictionary(row => row.Service, row => row.Records, StringComparer.Ordinal);
        return
        [
            .. names.Select(name => new ServiceView(
                name,
                figures.GetValueOrDefault(name, RequestFigures.None),
                [.. Fill(hours[name], now).Select(hour => hour.Requests)],
                errors.GetValueOrDefault(name)
            )),
        ];
    }

    /// <param name="range">Period of the trends of its resources.</param>
    /// <returns>Null if nothing is known about the service.</returns>
    public static async Task<ServiceDetails?> Find(string name, TrendRange range, DateTimeOffset now, UnitOfWork work)
    {
        if (await List(name, now, work) is not [var found])
            return null;
        var figures = await ReadFigures("route", name, now, work);
        var (replicas, trends) = await ReplicaReader.Read(name, range, now, work);
        var lastAt = await ReplicaRows.FindLastAt(name, work);
        var routes = await work.List<string>(
            "select route from telemetry.routes where tenant_id = 'tnt_platform' and service = @name order by route",
            new { name }
        );
        return new(
            found,
            [.. Fill(await ListHours(name, now, work), now)],
            [
                .. routes
                    .Select(route => new ServiceRoute(route, figures.GetValueOrDefault(route, RequestFigures.None)))
                    .OrderByDescending(route => route.LastHour.PerMinute)
                    .ThenBy(route => route.Name, StringComparer.Ordinal),
            ],
            await work.List<FailedRequest>(
                """
                select failed_at, route, trace_id, span_id, duration_ms, message from telemetry.failures
                 where tenant_id = 'tnt_platform' and service = @name order by failed_at desc, failure_id desc limit @most
                """,
                new { name, most = MaxFailures }
            ),
            await work.List<LogCount>(
                """
                select severity, sum(records)::bigint as records from telemetry.logs
                 where tenant_id = 'tnt_platform' and service = @name and bucket_at >= @first
                 group by severity order by array_position(array['fatal', 'error', 'warning', 'info', 'debug', 'trace'], severity)
                """,
                new { name, first = FirstHour(now) }
            ),
            await work.List<ServiceMetric>(
                """
                select metric, unit, kind, labels, last_value, last_at from telemetry.series
                 where tenant_id = 'tnt_platform' and service = @name order by metric, series_id limit @most
                """,
                new { name, most = MaxMetrics }
            ),
            range,
            trends,
            replicas,
            lastAt is { } at && !ReplicaRow.IsRecent(at, now) ? at : null
        );
    }

    /// <param name="column">What the figures are grouped by: service or route.</param>
    /// <param name="service">Null for all.</param>
    private static async Task<IReadOnlyDictionary<string, RequestFigures>> ReadFigures(string column, string? service, DateTimeOffset now, UnitOfWork work)
    {
        var args = new { service, after = now - s_recent };
        var sums = await work.List<SumRow>(
            $"""
            select {column} as name, sum(requests)::bigint as requests, sum(failed)::bigint as failed, sum(duration_ms) as duration_ms from telemetry.requests
             where tenant_id = 'tnt_platform' and grain = 'minute' and bucket_at > @after and (@service::text is null or service = @service)
             group by {column}
            """,
            args
        );
        var bins = (
            await work.List<BinRow>(
                $"""
                select {column} as name, bin, sum(requests)::bigint as requests from telemetry.latencies
                 where tenant_id = 'tnt_platform' and grain = 'minute' and bucket_at > @after and (@service::text is null or service = @service)
                 group by {column}, bin order by {column}, bin
                """,
                args
            )
        ).ToLookup(row => row.Name, row => (row.Bin, row.Requests), StringComparer.Ordinal);
        return sums.ToDictionary(
            row => row.Name,
            row => new RequestFigures(
                Math.Round(row.Requests / (decimal)s_recent.TotalMinutes, 2),
                Math.Round(100m * row.Failed / row.Requests, 2),
                (int)Math.Min(int.MaxValue, Math.Round(row.DurationMs / row.Requests)),
                LatencyHistogram.Percentile([.. bins[row.Name]], 0.95)
            ),
            StringComparer.Ordinal
        );
    }

    private static Task<IReadOnlyList<HourRow>> ListHours(string? service, DateTimeOffset now, UnitOfWork work) =>
        work.List<HourRow>(
            """
            select service, bucket_at, sum(requests)::bigint as requests, sum(failed)::bigint as failed from telemetry.requests
             where tenant_id = 'tnt_platform' and grain = 'hour' and bucket_at >= @first and (@service::text is null or service = @service)
             group by service, bucket_at
            """,
            new { service, first = FirstHour(now) }
        );

    private static IEnumerable<ServiceHour> Fill(IEnumerable<HourRow> rows, DateTimeOffset now)
    {
        var known = rows.ToDictionary(row => row.BucketAt);
        return Hours
            .Last(TrendHours, now)
            .Select(at => known.GetValueOrDefault(at) is { } row ? new ServiceHour(at, row.Requests, row.Failed) : new ServiceHour(at, 0, 0));
    }

    private static DateTimeOffset FirstHour(DateTimeOffset now) => Hours.Last(TrendHours, now)[0];

    private sealed record BinRow(string Name, int Bin, long Requests);

    private sealed record ErrorCount(string Service, long Records);

    private sealed record HourRow(string Service, DateTimeOffset BucketAt, long Requests, long Failed);

    private sealed record SumRow(string Name, long Requests, long Failed, double DurationMs);
}
