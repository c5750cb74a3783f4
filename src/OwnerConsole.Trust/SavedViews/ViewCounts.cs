using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>Row counts of views, cached for a minute. Pages are rendered with the cached counts and load the others afterwards.</summary>
public sealed class ViewCounts(IEnumerable<IListCount> lists, TimeProvider clock)
{
    private const int Most = 10_000; // cached counts, per view and access rights
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2); // for all views of a list; the others are counted by a later request

    private readonly Dictionary<string, IListCount> _lists = lists.ToDictionary(list => list.List, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Asked, Counted> _kept = new();

    /// <returns>Counts by view id, such as "12" or "1000+". Views without a known count are missing.</returns>
    public IReadOnlyDictionary<string, string> Known(Caller caller, IReadOnlyList<SavedView> views) =>
        views
            .Select(view => (view.Id, Kept(caller, view)?.Text))
            .Where(pair => pair.Text is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Text!, StringComparer.Ordinal);

    /// <summary>Whether a count is missing or outdated.</summary>
    public bool IsDue(Caller caller, IReadOnlyList<SavedView> views) => views.Any(view => IsDue(caller, view));

    public async Task Count(Caller caller, IReadOnlyList<SavedView> views, Work work)
    {
        var (began, within) = (Stopwatch.GetTimestamp(), await Populations.Shown(caller, work));
        foreach (var view in views.Where(view => IsDue(caller, view)))
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
                break;
            if (_kept.Count >= Most)
                _kept.Clear();
            _kept[Asked.For(caller, view)] = new(await Text(caller, within, view, work), clock.GetUtcNow());
        }
    }

    /// <returns>The count; null when the list no longer accepts the view's filters.</returns>
    private async Task<string?> Text(Caller caller, Population within, SavedView view, Work work)
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
        && caller.MayRead(list.Permission)
        && (Kept(caller, view) is not { } counted || clock.GetUtcNow() - counted.At > s_fresh);

    private Counted? Kept(Caller caller, SavedView view) => _kept.GetValueOrDefault(Asked.For(caller, view));

    /// <summary>Cache key: everything that a count depends on, including the caller's access rights.</summary>
    private sealed record Asked(string List, string Query, Population? Population, string? OnlyTenant, string? Segment, string Grants)
    {
        public static Asked For(Caller caller, SavedView view) =>
            new(
                view.List,
                view.Query,
                caller.Population,
                caller.OnlyTenant,
                caller.Segment?.Words,
                string.Join(' ', caller.Grants.Order(StringComparer.Ordinal))
            );
    }

    private sealed record Counted(string? Text, DateTimeOffset At);
}
