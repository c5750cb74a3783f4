using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Overview;

/// <summary>Reads the metrics of the start page with a few queries.</summary>
/// <remarks>Metrics of modules that aren't installed are left out, with their tiles.</remarks>
public sealed class OverviewMetrics(
    MetricExecutor executor,
    MetricCatalogue catalogue,
    TenantLabels labels,
    Database database,
    IEnumerable<PlanNames> planNames
)
{
    private const int MaxRanked = 10;

    /// <summary>Number of concurrent queries. Two load the page about a quarter faster without taking connections from others.</summary>
    private const int MaxConcurrent = 2;

    public const string PeakMetric = "sessions.peak";

    private const string MrrMetric = "mrr.estimated",
        SubscriptionsMetric = "plan_items.held";

    private static readonly RequestedRange s_week = new(Last: "7d"),
        s_month = new(Last: "30d"),
        s_quarter = new(Last: "90d");

    /// <param name="knownHours">Busiest hours that are recent enough; null to compute them.</param>
    public async Task<Result> Find(HotspotKind hot, Caller caller, CancellationToken stop, MetricAnswer? knownHours = null)
    {
        var known = await FindKnownMetrics(caller, stop);
        using var turns = new SemaphoreSlim(MaxConcurrent);
        async Task<MetricAnswer> Ask(MetricQuery query)
        {
            await turns.WaitAsync(stop);
            try
            {
                return await MemberLabels.Ask(
                    query with
                    {
                        Metrics = [.. query.Metrics.Where(known.Contains)],
                    },
                    asked => executor.Execute(asked, caller, stop)
                );
            }
            finally
            {
                turns.Release();
            }
        }
        var week = Ask(new(["tenants.opened", "tenants.active_7d", "members.active_7d"], s_week, Compare: Comparison.PreviousPeriod));
        var month = Ask(new(["mrr.estimated", "revenue.plans_30d", "sessions.per_tenant", PeakMetric], s_month, Compare: Comparison.PreviousPeriod));
        var now = Ask(new(["trials.ending", "members.online", "sessions.open"], new(This: CalendarUnit.Day)));
        var trend = Ask(new(["mrr.estimated", "tenants.opened", "tenants.active_7d", "members.active_7d", "sessions.started", PeakMetric], s_month, Grain.Day));
        var tiers = known.Contains(MrrMetric)
            ? Ask(new([MrrMetric, SubscriptionsMetric], new(This: CalendarUnit.Day), Dimensions: ["plan"], Order: "-value", Limit: MaxRanked))
            : null;
        var hours =
            known.Contains(PeakMetric) && knownHours is null
                ? Ask(new([PeakMetric], s_quarter, Dimensions: ExploreAddress.Week.Split(','), Limit: 24 * 7))
                : null;
        var ranked = Ask(
            new(
                [hot is HotspotKind.Members ? "members.total" : "sessions.open"],
                s_week,
                Dimensions: ["tenant"],
                Order: "-value",
                Limit: MaxRanked,
                Compare: Comparison.PreviousPeriod
            )
        );
        await Task.WhenAll(new[] { week, month, now, trend, tiers, hours, ranked }.OfType<Task<MetricAnswer>>());

        var hotspots = (await ranked).Metrics[0].Groups;
        var names = await labels.Find([.. hotspots.Select(group => group.Key["tenant"]).OfType<string>()], stop);
        return new(
            [await week, await month, await now],
            await trend,
            tiers is null ? null : await tiers,
            hours is null ? knownHours : await hours,
            [
                .. hotspots
                    .Where(group => group.Key["tenant"] is not null && group.Total?.Value > 0)
                    .Select(group => new Hotspot(group.Key["tenant"]!, names.GetValueOrDefault(group.Key["tenant"]!, "?"), group.Total!)),
            ]
        )
        {
            Plans = tiers is null ? Result.NoNames : await Plans(stop),
            IsCalculating = await IsCalculating(stop),
        };
    }

    private async Task<IReadOnlyDictionary<string, string>> Plans(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return planNames.FirstOrDefault() is { } find ? await find(work) : Result.NoNames;
    }

    /// <returns>false for callers who see only some tenants, because sessions are added up for the whole platform.</returns>
    private async Task<bool> IsCalculating(CancellationToken stop)
    {
        if (TenantScope.Current is not null)
            return false;
        await using var work = await database.Read(stop);
        return await SessionBuckets.IsBehind(work);
    }

    /// <remarks>Peak metrics aren't stored for groups of tenants, so they are left out for callers who see only a segment.</remarks>
    private async Task<IReadOnlySet<string>> FindKnownMetrics(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var all = await catalogue.All(work);
        return all.Where(metric => metric.Kind is not MetricKind.Peak || caller.Segment is null).Select(metric => metric.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The metrics of the page.</summary>
    /// <param name="Answers">Answers that contain the metrics of the tiles.</param>
    /// <param name="Tiers">MRR and number of subscriptions by plan; null if there are no plans.</param>
    /// <param name="Hours">Peak of open sessions by hour of the week; null for callers who see only a segment.</param>
    public sealed record Result(
        IReadOnlyList<MetricAnswer> Answers,
        MetricAnswer Trend,
        MetricAnswer? Tiers,
        MetricAnswer? Hours,
        IReadOnlyList<Hotspot> Hotspots
    )
    {
        public static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

        /// <summary>Names of plans by key.</summary>
        public IReadOnlyDictionary<string, string> Plans { get; init; } = NoNames;

        /// <summary>MRR in other currencies without an exchange rate. Not included in any metric.</summary>
        public IReadOnlyList<Money> Unconverted { get; init; } = [];

        /// <summary>True if reported sessions aren't included in the peak yet.</summary>
        public bool IsCalculating { get; init; }

        /// <summary>Hour of the week with the most open sessions; null if there were none.</summary>
        public (int Day, int Hour, long Sessions)? Busiest =>
            Hours is { Metrics: [var peak, ..] }
            && MetricChart.Week(peak).OrderByDescending(hour => hour.Value ?? 0).FirstOrDefault() is { Value: > 0 and var most } busiest
                ? (busiest.Key.Day, busiest.Key.Hour, (long)most)
                : null;

        /// <summary>All shown values as text, to find out whether they have changed.</summary>
        public string Values =>
            string.Join(
                '|',
                Shown
                    .SelectMany(answer => answer.Metrics)
                    .Select(metric =>
                        $"{metric.Id} {metric.Freshness.State} {metric.Freshness.Cause} {string.Join(' ', metric.Groups.Select(group => $"{string.Join(',', group.Key.Values)}={group.Total?.Value}/{group.Total?.Previous}:{string.Join(',', group.Points.Select(point => point.Figure.Value))}"))}"
                    )
                    .Concat(Hotspots.Select(spot => $"{spot.TenantId} {spot.Name} {spot.Figure.Value} {spot.Figure.Change}"))
                    .Append($"{IsCalculating} {string.Join(',', Unconverted)} {string.Join(',', Plans.Values)}")
            );

        private IEnumerable<MetricAnswer> Shown => new[] { Trend, Tiers, Hours }.OfType<MetricAnswer>().Concat(Answers);

        public MetricResult? Of(string metric) => Answers.SelectMany(answer => answer.Metrics).FirstOrDefault(result => result.Id == metric);

        /// <summary>Removes the metrics that are hidden from the current reader.</summary>
        public Result WithoutHidden() =>
            HiddenFields.Has(FieldClass.Money)
                ? this with
                {
                    Answers = [.. Answers.Select(WithoutMoney)],
                    Trend = WithoutMoney(Trend),
                    Tiers = null,
                    Unconverted = [],
                }
                : this;

        private static MetricAnswer WithoutMoney(MetricAnswer answer) => answer with { Metrics = [.. answer.Metrics.Where(metric => metric.Currency is null)] };

        /// <param name="tier">Group of a plan.</param>
        /// <returns>Number of subscriptions to the plan; null if the metric isn't available.</returns>
        public decimal? SubscriptionsOf(MetricGroup tier) =>
            Tiers!
                .Metrics.FirstOrDefault(result => result.Id == SubscriptionsMetric)
                ?.Groups.FirstOrDefault(group => group.Key["plan"] == tier.Key["plan"])
                ?.Total?.Value;

        public IReadOnlyList<decimal?> TrendOf(string metric) =>
            Trend.Metrics.FirstOrDefault(result => result.Id == metric)?.Groups is [var group, ..] ? [.. group.Points.Select(point => point.Figure.Value)] : [];
    }

    public sealed record Hotspot(string TenantId, string Name, Figure Figure);
}

/// <summary>Metric that ranks hotspots.</summary>
public enum HotspotKind
{
    Members,
    Sessions,
}
