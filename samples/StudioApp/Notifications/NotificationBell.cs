using System.Collections.Concurrent;
using OwnerConsole.Client;
using StudioApp.SignIns;

namespace StudioApp.Notifications;

/// <summary>Number of unread notifications for the bell on every page. It is asked from the console at most every 30 seconds, and again after a webhook about the person.</summary>
public sealed class NotificationBell(OwnerConsoleClient console, TimeProvider clock)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30),
        s_patience = TimeSpan.FromSeconds(1); // pages don't wait for a console that is busy

    private readonly ConcurrentDictionary<string, (int? Unread, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <returns>Null while the number is unknown.</returns>
    public async Task<int?> CountUnread(SignedInUser visitor, CancellationToken stop)
    {
        if (_known.TryGetValue(visitor.Person, out var known) && clock.GetUtcNow() - known.At < s_lifetime)
            return known.Unread;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        int? unread = null;
        try
        {
            unread = (await console.Notifications(visitor.Studio, visitor.Person, limit: 1, stop: patience.Token)).Unread;
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            // The bell shows no number: the console is away, or the person was not reported yet.
        }
        _known[visitor.Person] = (unread, clock.GetUtcNow());
        return unread;
    }

    /// <summary>Asks the console again on the next page.</summary>
    public void Forget(string person) => _known.TryRemove(person, out _);
}
