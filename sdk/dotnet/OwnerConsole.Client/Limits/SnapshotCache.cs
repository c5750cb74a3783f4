using System.Collections.Concurrent;
using System.Net;

namespace OwnerConsole.Client;

/// <summary>Last known entitlements of recently used tenants, for outages of the console.</summary>
/// <param name="lasts">Maximum age for use during an outage.</param>
/// <param name="fresh">Maximum age for use while the console is reachable.</param>
/// <param name="kept">Storage on disk; null to keep them only in memory.</param>
internal sealed class SnapshotCache(ConsoleHttpClient wire, TimeProvider clock, TimeSpan lasts, TimeSpan fresh, SignedSnapshotStore? kept) : IDisposable
{
    private readonly ConcurrentDictionary<string, EntitlementSnapshot> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _renewals = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();

    public async Task<IReadOnlyList<Entitlement>> Take(string tenant, CancellationToken stop)
    {
        // requires no additional permission of the key
        var asked = new { Tenants = new[] { Limits.Own(tenant) }, TtlSeconds = kept?.Seconds };
        var answer = (await wire.Ask<SnapshotPage>(HttpMethod.Post, "/api/v1/entitlements/check-many", asked, stop)).Data[0]; // one for each tenant in the request
        if (answer.Code is { } code)
            throw new RefusedException(HttpStatusCode.NotFound, code, $"There is no tenant {tenant}: report it first.", requestId: null);
        var now = clock.GetUtcNow();
        _known[tenant] = EntitlementSnapshot.Of(now, answer.Entitlements);
        foreach (var old in _known.Where(pair => now - pair.Value.At > lasts))
            _known.TryRemove(old);
        if (kept is not null && answer.Signed is { } signed)
            await kept.Save(tenant, signed, stop);
        return answer.Entitlements;
    }

    /// <returns>Null if no recent value is known.</returns>
    public Entitlement? Fresh(string tenant, string feature) =>
        _known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At <= fresh ? known.Entitlements.GetValueOrDefault(feature) : null;

    /// <returns>True if the tenant had the feature at the last check; false if that is too long ago.</returns>
    public bool Knows(string tenant, string feature) => Last(tenant, feature) is { IsGranted: true };

    /// <summary>Refreshes entitlements in the background before they become too old.</summary>
    public void Renew(string tenant)
    {
        if (_known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At < lasts / 2)
            return;
        var renewal = new Task<Task>(() => TryTake(tenant));
        if (_renewals.TryAdd(tenant, renewal))
            renewal.Start(TaskScheduler.Default);
    }

    /// <summary>Decides during an outage: open features are allowed if the tenant has them; unknown entitlements are refused.</summary>
    public LimitResult Decide(string tenant, string feature, decimal amount)
    {
        var entitlement = Last(tenant, feature);
        var answer = new LimitResult(feature) { IsOutageFallback = true, IsRateLimited = entitlement?.Kind is "rate" };
        return entitlement switch
        {
            { Outage: not "open" } => answer with { Refusal = Away($"{entitlement.Name} can't be used while the console is unreachable. Try again later.") },
            { IsGranted: true } => answer,
            { } => answer with { Refusal = new("not_granted", $"{entitlement.Name} is not included in this tenant's plan.", feature, amount) },
            null => answer with { Refusal = Away("The console is unreachable, and the tenant's entitlements are unknown. Try again later.") },
        };

        LimitRefusal Away(string detail) => new(LimitRefusal.ConsoleUnavailable, detail, feature, amount);
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    /// <returns>Null if it is no longer known.</returns>
    private Entitlement? Last(string tenant, string feature)
    {
        if (!_known.TryGetValue(tenant, out var known) || IsOld(known))
            known = kept?.Find(tenant);
        if (known is null || IsOld(known))
            return null;
        return _known.GetOrAdd(tenant, known).Entitlements.GetValueOrDefault(feature);
    }

    private bool IsOld(EntitlementSnapshot known) => clock.GetUtcNow() is var now && (now - known.At > lasts || known.EndsAt <= now);

    private async Task TryTake(string tenant)
    {
        try
        {
            await Take(tenant, _ended.Token);
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException or OperationCanceledException or ObjectDisposedException)
        {
            // the next call tries again
        }
        finally
        {
            _renewals.TryRemove(tenant, out _);
        }
    }

    private sealed record SnapshotPage(IReadOnlyList<SnapshotItem> Data);

    private sealed record SnapshotItem(string? Code, IReadOnlyList<Entitlement> Entitlements, string? Signed);
}
