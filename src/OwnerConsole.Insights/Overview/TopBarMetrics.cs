using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>Metrics in the top bar. Every page shows them, so they are cached for a few seconds and refreshed in the background.</summary>
public sealed class TopBarMetrics(MetricExecutor executor, MetricCatalogue catalogue, Database database, ILogger<TopBarMetrics> log)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly RefreshedCache<CacheKey, IReadOnlyList<ShownMetric>> _shared = new(key => Compute(executor, catalogue, database, key), s_fresh, log);

    public async Task<IReadOnlyList<Counter>> Find(CounterRequest request)
    {
        if (!request.Caller.Can(OverviewRoutes.Permission))
            return [];
        var results = await _shared.Find(new(request.Mode, PlatformWords.Current, string.Join(',', request.Chosen)), request.Stop);
        return [.. results.Where(shown => !shown.Metric.IsHidden).Select(shown => Of(shown.Metric, shown.Result))];
    }

    private static Counter Of(Metric definition, MetricResult metric)
    {
        var figure = metric.Groups is [var group, ..] ? group.Total : null;
        var label = metric.Id switch
        {
            "mrr.estimated" => "MRR",
            "members.active_7d" => "Active users",
            "tenants.active_7d" => "Active tenants",
            _ => metric.Title,
        };
        var range = metric.Currency is null ? "7d" : "30d";
        return new(metric.Id, label, NumberText.OnTile(metric, figure?.Value), new ExploreAddress(metric.Id, range, MemberLabels.DimensionOf(definition)).Path)
        {
            Description = metric.Description,
            Change = NumberText.ChangeText(metric, figure),
            IsUp = figure?.Change > 0,
            IsGood = NumberText.IsGood(metric, figure),
            StaleSince = metric.Freshness.State is FreshnessState.Stale ? metric.Freshness.CompleteAt : null,
        };
    }

    private static async Task<IReadOnlyList<ShownMetric>> Compute(MetricExecutor executor, MetricCatalogue catalogue, Database database, CacheKey shown)
    {
        PlatformWords.SetCurrent(shown.Words);
        await using var work = await database.Read();
        var chosen = shown.Figures.Split(',');
        var caller = Caller.System with { Mode = shown.Mode };
        var results = new List<ShownMetric>();
        foreach (var metrics in (await catalogue.All(work)).Where(metric => chosen.Contains(metric.Id, StringComparer.Ordinal)).GroupBy(Period))
        {
            var query = new MetricQuery([.. metrics.Select(metric => metric.Id)], metrics.Key.Range, Compare: metrics.Key.Compare);
            var answer = await MemberLabels.Ask(query, metrics, asked => executor.Execute(asked, caller, work, CancellationToken.None));
            results.AddRange(metrics.Zip(answer.Metrics, (metric, result) => new ShownMetric(metric, result)));
        }
        return results;
    }

    /// <returns>30 days and their change for money, which moves slowly; otherwise a week, or today if there are no past values.</returns>
    private static (RequestedRange Range, Comparison? Compare) Period(Metric metric) =>
        !metric.HasPast ? (new(This: CalendarUnit.Day), null)
        : metric.Unit == MetricUnit.Money ? (new(Last: "30d"), Comparison.PreviousPeriod)
        : (new(Last: "7d"), null);

    private sealed record ShownMetric(Metric Metric, MetricResult Result);

    private sealed record CacheKey(Mode Mode, PlatformWords Words, string Figures);
}
