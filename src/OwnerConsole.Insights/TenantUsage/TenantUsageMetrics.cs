using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>Reads the metrics of one tenant, compared with its last month and with the average tenant.</summary>
public sealed class TenantUsageMetrics(MetricExecutor executor, MetricCatalogue catalogue)
{
    /// <summary>Metric by which the platform's metrics are divided to get the average.</summary>
    private const string Tenants = "tenants.active_30d";

    private const int MaxMetrics = 39; // a query can have 40 metrics, and the number of tenants is one of them

    private static readonly string[] s_always = ["sessions.started", "sessions.time", "members.active_30d", "usage.events"];

    /// <summary>Daily metrics that show the trend of metrics with a 30-day window, because calculating the window for each day reads far more rows.</summary>
    private static readonly Dictionary<string, string> s_daily = new(StringComparer.Ordinal) { ["members.active_30d"] = "members.active" };

    private static readonly RequestedRange s_days = new(Last: "30d");

    public async Task<Result> Find(string tenantId, Caller caller, UnitOfWork work, CancellationToken stop)
    {
        var (_, shown) = await TenantLabels.Get(tenantId, caller, work);
        var metrics = Select(await catalogue.All(work));
        IReadOnlyList<MetricFilter> only = [new("tenant", [tenantId])];
        Task<MetricAnswer> Ask(MetricQuery query) => MemberLabels.Ask(query, asked => executor.Execute(asked, shown, work, stop));
        var ids = metrics.Select(metric => metric.Id).ToList();
        var month = await Ask(new(ids, new(This: CalendarUnit.Month), Filters: only, Compare: Comparison.PreviousPeriod));
        var last = await Ask(new(ids, new(Previous: CalendarUnit.Month), Filters: only));
        var days = await Ask(new([.. ids.Select(Daily)], s_days, Grain.Day, Filters: only));
        var averaged = metrics.Where(metric => metric.Kind is not MetricKind.Peak).Select(metric => metric.Id); // the platform's peak can't be averaged
        var platform = await Ask(new([Tenants, .. averaged], s_days));
        var hours = await Ask(new(["sessions.peak"], new(Last: "4w"), Dimensions: ExploreAddress.Week.Split(','), Filters: only, Limit: 24 * 7));
        return new(
            tenantId,
            month,
            last.Range,
            Total(platform, Tenants)?.Value ?? 0,
            days,
            [.. month.Metrics.Select(metric => Row(metric, last, days, platform))],
            hours
        );
    }

    private static IReadOnlyList<Metric> Select(IReadOnlyList<Metric> all) =>
        [
            .. all.Where(metric => s_always.Contains(metric.Id)).OrderBy(metric => Array.IndexOf(s_always, metric.Id)),
            .. all.Where(metric => metric.Id.StartsWith("usage.", StringComparison.Ordinal) && !s_always.Contains(metric.Id))
                .Take(MaxMetrics - s_always.Length),
        ];

    private static string Daily(string id) => s_daily.GetValueOrDefault(id, id);

    private static UsageRow Row(MetricResult metric, MetricAnswer last, MetricAnswer days, MetricAnswer platform)
    {
        var month = metric.Groups is [var now, ..] ? now.Total : null;
        var points = Of(days, Daily(metric.Id))?.Groups is [var group, ..] ? group.Points : [];
        var average =
            Total(platform, Tenants)?.Value is { } tenants and > 0 && Total(platform, metric.Id)?.Value is { } whole ? whole / tenants : (decimal?)null;
        // The current month can be without the rows that another range fails on.
        var failed = new[] { Of(last, metric.Id), Of(days, Daily(metric.Id)) }.FirstOrDefault(range => range?.Freshness.State is FreshnessState.Failed);
        return new(
            failed is null ? metric : metric with { Freshness = failed.Freshness },
            month,
            Total(last, metric.Id),
            s_daily.ContainsKey(metric.Id) ? month : Total(days, metric.Id), // the same value for any range that ends now
            [.. points.Select(point => point.Figure.Value)],
            average
        );
    }

    private static MetricResult? Of(MetricAnswer answer, string id) => answer.Metrics.FirstOrDefault(metric => metric.Id == id);

    private static Figure? Total(MetricAnswer answer, string id) => Of(answer, id)?.Groups is [var group, ..] ? group.Total : null;

    /// <summary>The metrics of the usage tab.</summary>
    /// <param name="Month">Current month so far, compared with the same period last month.</param>
    /// <param name="Tenants">Number of the platform's active tenants in 30 days.</param>
    /// <param name="Days">Values of each of the last 30 days.</param>
    /// <param name="Hours">Peak of open sessions by hour of the week.</param>
    public sealed record Result(
        string TenantId,
        MetricAnswer Month,
        ResultRange LastMonth,
        decimal Tenants,
        MetricAnswer Days,
        IReadOnlyList<UsageRow> Rows,
        MetricAnswer Hours
    )
    {
        /// <summary>The period last month that is compared, in days. Daily metrics include all of its last day.</summary>
        public string SameDays =>
            Month.Compared is { } range && Zone.Find(range.Zone) is { } zone
                ? Period.Days(zone.DayOf(range.From), zone.DayOf(range.To.AddTicks(-1)), zone).Description
                : "";

        /// <summary>The first metric with data, shown in the chart; null if there is none.</summary>
        public MetricResult? Charted =>
            Days.Metrics.FirstOrDefault(metric => metric.Groups is [var group, ..] && group.Points.Any(point => point.Figure.Value > 0));

        /// <summary>True if there is no data in two months and no query has failed.</summary>
        public bool IsEmpty =>
            Rows.All(row =>
                row.Metric.Freshness.State is not FreshnessState.Failed
                && (row.Month?.Value ?? 0) == 0
                && (row.Last?.Value ?? 0) == 0
                && (row.Days?.Value ?? 0) == 0
            );
    }
}

/// <param name="Month">Current month so far, compared with the same period last month.</param>
/// <param name="Last">The whole last month.</param>
/// <param name="Days">The last 30 days.</param>
/// <param name="Trend">Values by day.</param>
/// <param name="Average">Average of the platform's active tenants in 30 days; null if there is none or an average makes no sense.</param>
public sealed record UsageRow(MetricResult Metric, Figure? Month, Figure? Last, Figure? Days, IReadOnlyList<decimal?> Trend, decimal? Average);
