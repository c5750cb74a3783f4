using System.Collections.Frozen;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>Origins that any valid API key allows. Cached for a few seconds, because anyone can cause this check with each request and its preflight.</summary>
public sealed class KnownOrigins(Database database, TimeProvider clock)
{
    /// <summary>Delay until an added or removed origin takes effect on every node.</summary>
    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromSeconds(2);

    private CacheEntry _cache = new(FrozenSet<string>.Empty, DateTimeOffset.MinValue);

    /// <returns>True when some key allows the origin. The request itself is then checked against its own key.</returns>
    public async Task<bool> Contains(string origin, CancellationToken stop)
    {
        if (clock.GetUtcNow() - _cache.At > s_cacheLifetime)
            _cache = new((await Find(stop)).ToFrozenSet(StringComparer.Ordinal), clock.GetUtcNow());
        return _cache.Origins.Contains(origin);
    }

    private async Task<IReadOnlyList<string>> Find(CancellationToken stop)
    {
        await using var work = await database.ReadIdentities(stop);
        return await work.List<string>(
            "select distinct unnest(origins) from auth.api_keys where origins <> '{}' and revoked_at is null and expires_at > now()"
        );
    }

    private sealed record CacheEntry(FrozenSet<string> Origins, DateTimeOffset At);
}
