using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>MRR and active users in the top bar. Every page shows them, so they are cached for a few seconds and refreshed in the background.</summary>
public sealed class TopBarMetrics(MetricExecutor executor, MetricCatalogue catalogue, Database database, TimeProvider clock, ILogger<TopBarMetrics> log)
{
    private const string Mrr = "mrr.estimated",
        Active = "members.active_7d";

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<CacheKey, CachedAnswer> _cache = new();

    private readonly ConcurrentDictionary<CacheKey, Task> _refreshing = new();

    public async Task<IReadOnlyList<Counter>> Find(HttpContext context)
    {
        if (Caller.Of(context) is not { IsScoped: false } caller || !caller.Can(OverviewRoutes.Permission))
            return [];
        CacheKey shown;
        await using (var work = await database.Read(context.RequestAborted))
            shown = new(await Modes.Shown(caller, work), PlatformWords.Current);
        if (!_cache.TryGetValue(shown, out var kept))
            kept = await Refresh(shown, context.RequestAborted);
        else if (clock.GetUtcNow() - kept.At > s_fresh)
            RefreshLater(shown);
        return [.. kept.Answer.Metrics.Where(metric => metric.Currency is null || !HiddenFields.Has(FieldClass.Money)).Select(Of)];
    }

    private static Counter Of(MetricResult metric)
    {
        var value = metric.Groups is [var group, ..] ? group.Total?.Value : null;
        return metric.Id == Mrr
            ? new("MRR", NumberText.OnTile(metric, value), new ExploreAddress(Mrr).Path, StaleSince(metric)) { Order = 0 }
            : new("Active users", NumberText.OnTile(metric, value), new ExploreAddress(Active, "7d", MemberLabels.DimensionOf(Active)).Path, StaleSince(metric))
            {
                Order = 1,
            };
    }

    private static DateTimeOffset? StaleSince(MetricResult metric) => metric.Freshness.State is FreshnessState.Stale ? metric.Freshness.CompleteAt : null;

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
                            log.LogWarning(error, "Failed to read MRR and active users for the top bar. The previous values are shown.");
                        }
                        finally
                        {
                            _refreshing.TryRemove(key, out _);
                        }
                    })
            );
    }

    private async Task<CachedAnswer> Refresh(CacheKey shown, CancellationToken stop)
    {
        PlatformWords.SetCurrent(shown.Words);
        await using var work = await database.Read(stop);
        var known = (await catalogue.All(work)).Select(metric => metric.Id).ToHashSet(StringComparer.Ordinal);
        var query = new MetricQuery([.. new[] { Mrr, Active }.Where(known.Contains)], new(Last: "7d"));
        var caller = Caller.System with { Mode = shown.Mode };
        var answer = await MemberLabels.Ask(query, asked => executor.Execute(asked, caller, work, stop));
        if (_cache.Count > 16)
            _cache.Clear(); // the terminology has changed many times
        return _cache[shown] = new(clock.GetUtcNow(), answer);
    }

    private sealed record CacheKey(Mode Mode, PlatformWords Words);

    private sealed record CachedAnswer(DateTimeOffset At, MetricAnswer Answer);
}
