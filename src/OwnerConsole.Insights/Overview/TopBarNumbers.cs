using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OwnerConsole.Insights.Explore.Public;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Charts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Insights.Overview;

/// <summary>MRR and active users in the top bar. Every page shows them, so they are cached for a few seconds and refreshed in the background.</summary>
public sealed class TopBarNumbers(MetricExecutor executor, MetricCatalogue catalogue, Database database, TimeProvider clock, ILogger<TopBarNumbers> log)
{
    private const string Mrr = "mrr.estimated",
        Active = "members.active_7d";

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Shown, Kept> _kept = new();

    private readonly ConcurrentDictionary<Shown, Task> _refreshing = new();

    public async Task<IReadOnlyList<Counter>> Find(HttpContext context)
    {
        if (Caller.Of(context) is not { IsBound: false } caller || !caller.May(OverviewRoutes.Permission))
            return [];
        Shown shown;
        await using (var work = await database.Read(context.RequestAborted))
            shown = new(await Populations.Shown(caller, work), PlatformWords.Now);
        if (!_kept.TryGetValue(shown, out var kept))
            kept = await Refresh(shown, context.RequestAborted);
        else if (clock.GetUtcNow() - kept.At > s_fresh)
            RefreshLater(shown);
        return [.. kept.Answer.Metrics.Where(metric => metric.Currency is null || !Hidden.Has(FieldClass.Money)).Select(Of)];
    }

    private static Counter Of(MetricResult metric)
    {
        var value = metric.Groups is [var group, ..] ? group.Total?.Value : null;
        return metric.Id == Mrr
            ? new("MRR", NumberText.Of(metric, value), new ExploreAddress(Mrr).Path, Stale(metric)) { Order = 0 }
            : new("Active users", NumberText.Of(metric, value), new ExploreAddress(Active, "7d", LabelledMembers.Cut(Active)).Path, Stale(metric))
            {
                Order = 1,
            };
    }

    private static DateTimeOffset? Stale(MetricResult metric) => metric.Freshness.State is FreshnessState.Stale ? metric.Freshness.CompleteAt : null;

    /// <summary>Refreshes in the background. The current request shows the cached values and doesn't wait.</summary>
    private void RefreshLater(Shown shown)
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

    private async Task<Kept> Refresh(Shown shown, CancellationToken stop)
    {
        PlatformWords.Speak(shown.Words);
        await using var work = await database.Read(stop);
        var known = (await catalogue.All(work)).Select(metric => metric.Id).ToHashSet(StringComparer.Ordinal);
        var query = new MetricQuery([.. new[] { Mrr, Active }.Where(known.Contains)], new(Last: "7d"));
        var caller = Caller.System with { Population = shown.Population };
        var answer = await LabelledMembers.Ask(query, asked => executor.Ask(asked, caller, work, stop));
        if (_kept.Count > 16)
            _kept.Clear(); // the terminology has changed many times
        return _kept[shown] = new(clock.GetUtcNow(), answer);
    }

    private sealed record Shown(Population Population, PlatformWords Words);

    private sealed record Kept(DateTimeOffset At, MetricAnswer Answer);
}
