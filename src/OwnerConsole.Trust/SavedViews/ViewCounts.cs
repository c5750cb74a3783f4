using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Row counts of views, cached for a minute. Pages are rendered with the cached counts and load the others afterwards.</summary>
public sealed class ViewCounts(IEnumerable<IListCounter> lists, TimeProvider clock)
{
    private const int MaxEntries = 10_000; // cached counts, per view and access rights
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2); // for all views of a list; the others are counted by a later request

    private readonly Dictionary<string, IListCounter> _lists = lists.ToDictionary(list => list.List, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CacheKey, CachedCount> _cache = new();

    /// <returns>Counts by view id, such as "12" or "1000+". Views without a known count are missing.</returns>
    public IReadOnlyDictionary<string, string> Known(Caller caller, IReadOnlyList<SavedView> views) =>
        views
            .Select(view => (view.Id, FindCached(caller, view)?.Text))
            .Where(pair => pair.Text is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Text!, StringComparer.Ordinal);

    /// <summary>Whether a count is missing or outdated.</summary>
    public bool IsDue(Caller caller, IReadOnlyList<SavedView> views) => views.Any(view => IsDue(caller, view));

    public async Task Count(Caller caller, IReadOnlyList<SavedView> views, UnitOfWork work)
    {
        var (began, within) = (Stopwatch.GetTimestamp(), await Modes.Shown(caller, work));
        foreach (var view in views.Where(view => IsDue(caller, view)))
        {
            if (Stopwatch.GetElapsedTime(began) > s_timeout)
                break;
            if (_cache.Count >= MaxEntries)
                _cache.Clear();
            _cache[CacheKey.For(caller, view)] = new(await Text(caller, within, view, work), clock.GetUtcNow());
        }
    }

    /// <returns>The count; null when the list no longer accepts the view's filters.</returns>
    private async Task<string?> Text(Caller caller, Mode within, SavedView view, UnitOfWork work)
    {
        try
        {
            return Paging.Total(await _lists[view.List].Count(caller, within, new QueryCollection(QueryHelpers.ParseQuery(view.Query)), work));
        }
        catch (Problem)
        {
            return null;
        }
    }

    private bool IsDue(Caller caller, SavedView view) =>
        _lists.TryGetValue(view.List, out var list)
        && caller.CanRead(list.Permission)
        && (FindCached(caller, view) is not { } counted || clock.GetUtcNow() - counted.At > s_lifetime);

    private CachedCount? FindCached(Caller caller, SavedView view) => _cache.GetValueOrDefault(CacheKey.For(caller, view));

    /// <summary>Cache key: everything that a count depends on, including the caller's access rights.</summary>
    private sealed record CacheKey(string List, string Query, Mode? Mode, string? OnlyTenant, string? Segment, string Grants, string Hides)
    {
        public static CacheKey For(Caller caller, SavedView view) =>
            new(view.List, view.Query, caller.Mode, caller.OnlyTenant, caller.Segment?.Words, Sorted(caller.Grants), Sorted(caller.Hides));

        private static string Sorted(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));
    }

    private sealed record CachedCount(string? Text, DateTimeOffset At);
}
