using System.Collections.Concurrent;
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
public sealed class TopBarMetrics(MetricExecutor executor, MetricCatalogue catalogue, Database database, TimeProvider clock, ILogger<TopBarMetrics> log)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<CacheKey, CachedResults> _cache = new();

    private readonly ConcurrentDictionary<CacheKey, Task> _refreshing = new();

    public async Task<IReadOnlyList<Counter>> Find(CounterRequest request)
    {
        if (!request.Caller.Can(OverviewRoutes.Permission))
            return [];
        var shown = new CacheKey(request.Mode, PlatformWords.Current, string.Join(',', request.Chosen));
        if (!_cache.TryGetValue(shown, out var kept))
            kept = await Refresh(shown, request.Stop);
        else if (clock.GetUtcNow() - kept.At > s_fresh)
            RefreshLater(shown);
        return [.. kept.Results.Where(metric => metric.Currency is null || !HiddenFields.Has(FieldClass.Money)).Select(Of)];
    }

    private static Counter Of(MetricResult metric)
    {
        var figure = metric.Groups is [var group, ..] ? group.Total : null;
        var label = metric.Id switch
        {
            "mrr.estimated" => "MRR",
            "members.active_7d" => "Active users",
            _ => metric.Title,
        };
        var range = metric.Currency is null ? "7d" : "30d";
        return new(metric.Id, label, NumberText.OnTile(metric, figure?.Value), new ExploreAddress(metric.Id, range, MemberLabels.DimensionOf(metric.Id)).Path)
        {
            Description = metric.Description,
            Change = NumberText.ChangeText(metric, figure),
            IsUp = figure?.Change > 0,
            IsGood = NumberText.IsGood(metric, figure),
            StaleSince = metric.Freshness.State is FreshnessState.Stale ? metric.Freshness.CompleteAt : null,
        };
    }

    /// <summary>Refreshes in the background. The current request shows the cached values and doesn't wait.</summary>
    private void RefreshLater(CacheKey shown)
    {
        using (ExecutionContext.SuppressFlow()) // the answer is shared, so this request's limits must not apply
            _ = _refreshing.GetOrAdd(
                shown,
                key =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            await Refresh(key, CancellationToken.None);
                        }
                        catch (Exception error) when (error is not OutOfMemoryException)
                        {
                            log.LogWarning(error, "Failed to read the metrics of the top bar. The previous values are shown.");
                        }
                        finally
                        {
                            _refreshing.TryRemove(key, out _);
                        }
                    })
            );
    }

    private async Task<CachedResults> Refresh(CacheKey shown, CancellationToken stop)
    {
        PlatformWords.SetCurrent(shown.Words);
        await using var work = await database.Read(stop);
        var chosen = shown.Figures.Split(',');
        var caller = Caller.System with { Mode = shown.Mode };
        var results = new List<MetricResult>();
        foreach (var metrics in (await catalogue.All(work)).Where(metric => chosen.Contains(metric.Id, StringComparer.Ordinal)).GroupBy(Period))
        {
            var query = new MetricQuery([.. metrics.Select(metric => metric.Id)], metrics.Key.Range, Compare: metrics.Key.Compare);
            results.AddRange((await MemberLabels.Ask(query, asked => executor.Execute(asked, caller, work, stop))).Metrics);
        }
        if (_cache.Count > 16)
            _cache.Clear(); // the terminology or the choice has changed many times
        return _cache[shown] = new(clock.GetUtcNow(), results);
    }

    /// <returns>30 days and their change for money, which moves slowly; otherwise a week, or today if there are no past values.</returns>
    private static (RequestedRange Range, Comparison? Compare) Period(Metric metric) =>
        !metric.HasPast ? (new(This: CalendarUnit.Day), null)
        : metric.Unit == MetricUnit.Money ? (new(Last: "30d"), Comparison.PreviousPeriod)
        : (new(Last: "7d"), null);

    private sealed record CacheKey(Mode Mode, PlatformWords Words, string Figures);

    private sealed record CachedResults(DateTimeOffset At, IReadOnlyList<MetricResult> Results);
}
