using System.Collections.Concurrent;
using System.Diagnostics;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Caches the connections, which every event needs. This node sees a change immediately, others when notified, or within two seconds.</summary>
public sealed class ConnectionCache(Database database, NotificationListener notices)
{
    /// <summary>Notification channel that is signalled when a connection or its account changes.</summary>
    public const string Channel = "stripe_connections";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Mode, CacheEntry> _entries = new();

    /// <returns>The connection of this mode; null if there is none.</returns>
    public async ValueTask<StripeConnection?> Find(Mode mode, CancellationToken stop)
    {
        if (_entries.TryGetValue(mode, out var kept) && !kept.Changed.IsCompleted && Stopwatch.GetElapsedTime(kept.ReadAt) < s_lifetime)
            return kept.Connection;
        var (changed, readAt) = (notices.Next(Channel), Stopwatch.GetTimestamp()); // before the read, so that a change during it is noticed
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        var found = await StripeConnection.Find(mode, work);
        if (found?.AccountId is not null) // a missing one is not cached, so that its events are accepted as soon as possible
            _entries[mode] = new(found, readAt, changed);
        return found;
    }

    /// <param name="Changed">Completed by a commit of this node before the commit returns.</param>
    private sealed record CacheEntry(StripeConnection Connection, long ReadAt, Task Changed);
}
