using System.Collections.Concurrent;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Access;

/// <summary>
/// Resolves the tenants of a segment with the filters of the tenant list. Cached for a few seconds, because every request of a limited person needs it.
/// </summary>
public sealed class Segments(IEnumerable<ISubjectQuery> selections, Database database, TimeProvider clock)
{
    /// <summary>Maximum number of tenants in a segment, because they are sent to the database with every statement.</summary>
    public const int MaxTenants = 5_000;

    /// <summary>Delay until a tenant that enters or leaves a segment becomes accessible or inaccessible on every node.</summary>
    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, CacheEntry> _cache = new(StringComparer.Ordinal);

    /// <exception cref="Problem">403 when the segment has too many tenants or its query is no longer valid.</exception>
    public async Task<Segment> Find(string words, CancellationToken stop)
    {
        if (!_cache.TryGetValue(words, out var kept) || kept.Segment.IsFaulted || clock.GetUtcNow() - kept.At > s_cacheLifetime)
            _cache[words] = kept = new(Load(words), clock.GetUtcNow());
        return await kept.Segment.WaitAsync(stop);
    }

    /// <returns>
    /// The caller with those tenants of its segment that <paramref name="work"/> names, in its transaction; none if the segment can no longer be
    /// resolved.
    /// </returns>
    public async Task<Caller> Resolve(Caller caller, UnitOfWork work)
    {
        try
        {
            return caller.Segment is { } segment ? caller with { Segment = await Resolve(segment.Words, work) } : caller;
        }
        catch (Problem unreadable) when (unreadable.Code == TenantScope.RefusalCode)
        {
            return caller;
        }
    }

    /// <returns>Tenants of the segment that are visible to <paramref name="work"/>.</returns>
    private async Task<Segment> Resolve(string words, UnitOfWork work)
    {
        if (selections.SingleOrDefault(selection => selection is { Subject: "tenant", Filter: null }) is not { } directory)
            return Segment.Of(words, []);
        var query = QueryHelpers.ParseQuery(words).ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal);
        var found = new List<string>();
        try
        {
            foreach (var mode in Enum.GetValues<Mode>())
                found.AddRange(await directory.Find(Caller.System, mode, query, MaxTenants + 1, work));
        }
        catch (Problem unreadable) when (unreadable.Status == 400)
        {
            throw new Problem(
                403,
                TenantScope.RefusalCode,
                $"Your access is limited to a segment of the tenants, and its filter is no longer valid: {unreadable.Message}"
            );
        }
        return found.Count <= MaxTenants
            ? Segment.Of(words, found)
            : throw new Problem(
                403,
                TenantScope.RefusalCode,
                $"Your access is limited to a segment of the tenants, which now has more than {MaxTenants:N0}. Ask a team member with access to all tenants to narrow it."
            );
    }

    private async Task<Segment> Load(string words)
    {
        TenantScope.Clear(); // this query determines the restriction itself
        await using var work = await database.Read();
        return await Resolve(words, work);
    }

    private sealed record CacheEntry(Task<Segment> Segment, DateTimeOffset At);
}
