using System.Collections.Frozen;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>The origins of pages that any good key names. Asked with every request of a page and before it, by anyone, so a copy is kept for some seconds.</summary>
public sealed class KnownOrigins(Database database, TimeProvider clock)
{
    /// <summary>An origin that a key begins or ceases to name is known or forgotten so much later on every node.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private Kept _kept = new(FrozenSet<string>.Empty, DateTimeOffset.MinValue);

    /// <returns>whether pages of this origin may send with some key; which one, only the request itself says</returns>
    public async Task<bool> Contain(string origin, CancellationToken stop)
    {
        if (clock.GetUtcNow() - _kept.At > s_fresh)
            _kept = new((await Find(stop)).ToFrozenSet(StringComparer.Ordinal), clock.GetUtcNow());
        return _kept.Origins.Contains(origin);
    }

    private async Task<IReadOnlyList<string>> Find(CancellationToken stop)
    {
        await using var work = new Work(database, await database.People.OpenConnectionAsync(stop), null, stop);
        return await work.List<string>(
            "select distinct unnest(origins) from auth.api_keys where origins <> '{}' and revoked_at is null and expires_at > now()"
        );
    }

    private sealed record Kept(FrozenSet<string> Origins, DateTimeOffset At);
}
