using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.SavedViews;

/// <summary>How many rows views have, kept for a minute: a page is drawn with what is known, and asks for the rest once it is shown.</summary>
public sealed class ViewCounts(IEnumerable<IListCount> lists, TimeProvider clock)
{
    private const int Most = 10_000; // kept, by views and by what their readers may see
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2); // for all views of a list; what isn't counted by then is at another time

    private readonly Dictionary<string, IListCount> _lists = lists.ToDictionary(list => list.List, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Asked, Counted> _kept = new();

    /// <returns>by ids of views: a number, or "1000+"; what is not known, or can't be counted, is missing</returns>
    public IReadOnlyDictionary<string, string> Known(Caller caller, IReadOnlyList<SavedView> views) =>
        views
            .Select(view => (view.Id, Kept(caller, view)?.Text))
            .Where(pair => pair.Text is not null)
            .ToDictionary(pair => pair.Id, pair => pair.Text!, StringComparer.Ordinal);

    /// <summary>Is there something to count that isn't known, or not any more?</summary>
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

    /// <returns>null when its filters say nothing to the list any more</returns>
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

    /// <summary>What a number depends on: another filter has another one, and so may who is allowed something else.</summary>
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
