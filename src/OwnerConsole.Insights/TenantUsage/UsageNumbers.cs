using System.Globalization;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.TenantUsage;

/// <summary>One tenant's numbers beside its own last month and beside the average tenant's, all of them asked of the one executor.</summary>
public sealed class UsageNumbers(MetricExecutor executor, MetricCatalogue catalogue)
{
    /// <summary>What the platform's numbers are divided by.</summary>
    private const string Tenants = "tenants.active_30d";

    private const int MostMetrics = 39; // one question takes 40, and the tenants are one of them

    private static readonly string[] s_always = ["sessions.started", "sessions.time", "members.active_30d", "usage.events"];

    /// <summary>What shows how a number that reaches back moves from day to day, for far fewer rows than the number of each day.</summary>
    private static readonly Dictionary<string, string> s_daily = new(StringComparer.Ordinal) { ["members.active_30d"] = "members.active" };

    private static readonly AskedRange s_days = new(Last: "30d");

    public async Task<Numbers> Find(string tenantId, Caller caller, Work work, CancellationToken stop)
    {
        var (_, shown) = await TenantLabels.One(tenantId, caller, work);
        var metrics = Chosen(await catalogue.All(work));
        IReadOnlyList<MetricFilter> only = [new("tenant", [tenantId])];
        Task<MetricAnswer> Ask(MetricQuery query) => LabelledMembers.Ask(query, asked => executor.Ask(asked, shown, work, stop));
        var ids = metrics.Select(metric => metric.Id).ToList();
        var month = await Ask(new(ids, new(This: Stretch.Month), Filters: only, Compare: Comparison.PreviousPeriod));
        var last = await Ask(new(ids, new(Previous: Stretch.Month), Filters: only));
        var days = await Ask(new([.. ids.Select(Daily)], s_days, Grain.Day, Filters: only));
        var averaged = metrics.Where(metric => metric.Kind is not MetricKind.Peak).Select(metric => metric.Id); // the greatest of all is nobody's average
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

    private static IReadOnlyList<Metric> Chosen(IReadOnlyList<Metric> all) =>
        [
            .. all.Where(metric => s_always.Contains(metric.Id)).OrderBy(metric => Array.IndexOf(s_always, metric.Id)),
            .. all.Where(metric => metric.Id.StartsWith("usage.", StringComparison.Ordinal) && !s_always.Contains(metric.Id))
                .Take(MostMetrics - s_always.Length),
        ];

    private static string Daily(string id) => s_daily.GetValueOrDefault(id, id);

    private static UsageRow Row(MetricResult metric, MetricAnswer last, MetricAnswer days, MetricAnswer platform)
    {
        var month = metric.Groups is [var now, ..] ? now.Total : null;
        var points = Of(days, Daily(metric.Id))?.Groups is [var group, ..] ? group.Points : [];
        var average =
            Total(platform, Tenants)?.Value is { } tenants and > 0 && Total(platform, metric.Id)?.Value is { } whole ? whole / tenants : (decimal?)null;
        return new(
            metric,
            month,
            Total(last, metric.Id),
            s_daily.ContainsKey(metric.Id) ? month : Total(days, metric.Id), // the same at the end of any range that ends now
            [.. points.Select(point => point.Figure.Value)],
            average
        );
    }

    private static MetricResult? Of(MetricAnswer answer, string id) => answer.Metrics.FirstOrDefault(metric => metric.Id == id);

    private static Figure? Total(MetricAnswer answer, string id) => Of(answer, id)?.Groups is [var group, ..] ? group.Total : null;

    /// <summary>What stands on the tab.</summary>
    /// <param name="Month">this one, as far as it has come, held against the same days of the last</param>
    /// <param name="Tenants">active ones of the platform, in 30 days</param>
    /// <param name="Days">of 30 days, each by itself</param>
    /// <param name="Hours">most sessions open at once, cut by the week</param>
    public sealed record Numbers(
        string TenantId,
        MetricAnswer Month,
        AnsweredRange LastMonth,
        decimal Tenants,
        MetricAnswer Days,
        IReadOnlyList<UsageRow> Rows,
        MetricAnswer Hours
    )
    {
        /// <summary>What this month is held against, in days: what is kept by days counts the last of them whole.</summary>
        public string SameDays =>
            Month.Compared is { } range && Zone.Find(range.Zone) is { } zone
                ? Period.Days(zone.DayOf(range.From), zone.DayOf(range.To.AddTicks(-1)), zone).Words
                : "";

        /// <summary>What is drawn: the first number of which there is something; null when there is none.</summary>
        public MetricResult? Drawn =>
            Days.Metrics.FirstOrDefault(metric => metric.Groups is [var group, ..] && group.Points.Any(point => point.Figure.Value > 0));

        /// <summary>Nothing was reported in two months, and nothing has failed.</summary>
        public bool IsEmpty =>
            Rows.All(row =>
                row.Metric.Freshness.State is not FreshnessState.Failed
                && (row.Month?.Value ?? 0) == 0
                && (row.Last?.Value ?? 0) == 0
                && (row.Days?.Value ?? 0) == 0
            );
    }
}

/// <param name="Month">this one so far, against the same days of the last</param>
/// <param name="Last">the whole last month</param>
/// <param name="Days">of 30 days</param>
/// <param name="Trend">by day</param>
/// <param name="Average">what an active tenant of the platform has in 30 days; null where that has no meaning, or there is none</param>
public sealed record UsageRow(MetricResult Metric, Figure? Month, Figure? Last, Figure? Days, IReadOnlyList<decimal?> Trend, decimal? Average);
