using System.Collections.Concurrent;
using System.Net;

namespace OwnerConsole.Client;

/// <summary>What the console said last of the tenants that were asked about, for the time that it can't be asked.</summary>
/// <param name="lasts">older than this it is not used</param>
/// <param name="fresh">younger than this it is used although the console could be asked</param>
/// <param name="kept">on the disk; null where nothing outlives the process</param>
internal sealed class Snapshots(ConsoleWire wire, TimeProvider clock, TimeSpan lasts, TimeSpan fresh, SignedSnapshots? kept) : IDisposable
{
    private readonly ConcurrentDictionary<string, Snapshot> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _renewals = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();

    public async Task<IReadOnlyList<Entitlement>> Take(string tenant, CancellationToken stop)
    {
        // the key needs nothing more for it than for a question
        var asked = new { Tenants = new[] { Limits.Own(tenant) }, TtlSeconds = kept?.Seconds };
        var answer = (await wire.Ask<Answers>(HttpMethod.Post, "/api/v1/entitlements/check-many", asked, stop)).Data[0]; // one for each that was asked about
        if (answer.Code is { } code)
            throw new RefusedException(HttpStatusCode.NotFound, code, $"There is no tenant {tenant}: report it first.", requestId: null);
        var now = clock.GetUtcNow();
        _known[tenant] = Snapshot.Of(now, answer.Entitlements);
        foreach (var old in _known.Where(one => now - one.Value.At > lasts))
            _known.TryRemove(old);
        if (kept is not null && answer.Signed is { } signed)
            await kept.Keep(tenant, signed, stop);
        return answer.Entitlements;
    }

    /// <returns>null when nothing fresh is known of it</returns>
    public Entitlement? Fresh(string tenant, string feature) =>
        _known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At <= fresh ? known.Entitlements.GetValueOrDefault(feature) : null;

    /// <returns>whether it had the feature when it was asked last; not, where that is too long ago</returns>
    public bool Knows(string tenant, string feature) => Last(tenant, feature) is { IsGranted: true };

    /// <summary>Asks again in the background before the snapshot is too old to be used.</summary>
    public void Renew(string tenant)
    {
        if (_known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At < lasts / 2)
            return;
        var renewal = new Task<Task>(() => TryTake(tenant));
        if (_renewals.TryAdd(tenant, renewal))
            renewal.Start(TaskScheduler.Default);
    }

    /// <summary>What is open may be used by whoever has the feature at all; where nobody knows any more, nobody may.</summary>
    public LimitAnswer Decide(string tenant, string feature, decimal amount)
    {
        var entitlement = Last(tenant, feature);
        var answer = new LimitAnswer(feature) { IsByOutage = true, IsOfARate = entitlement?.Kind is "rate" };
        return entitlement switch
        {
            { Outage: not "open" } => answer with { Refusal = Away($"{entitlement.Name} can't be used while the console can't be reached. Try again later.") },
            { IsGranted: true } => answer,
            { } => answer with { Refusal = new("not_granted", $"{entitlement.Name} is not part of what this tenant has.", feature, amount) },
            null => answer with { Refusal = Away("The console can't be reached, and what the tenant may use is not known. Try again later.") },
        };

        LimitRefusal Away(string detail) => new(LimitRefusal.Away, detail, feature, amount);
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    /// <returns>null where it isn't known any more</returns>
    private Entitlement? Last(string tenant, string feature)
    {
        if (!_known.TryGetValue(tenant, out var known) || IsOld(known))
            known = kept?.Find(tenant);
        if (known is null || IsOld(known))
            return null;
        return _known.GetOrAdd(tenant, known).Entitlements.GetValueOrDefault(feature);
    }

    private bool IsOld(Snapshot known) => clock.GetUtcNow() is var now && (now - known.At > lasts || known.EndsAt <= now);

    private async Task TryTake(string tenant)
    {
        try
        {
            await Take(tenant, _ended.Token);
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException or OperationCanceledException or ObjectDisposedException)
        {
            // the next question tries again
        }
        finally
        {
            _renewals.TryRemove(tenant, out _);
        }
    }

    private sealed record Answers(IReadOnlyList<Answer> Data);

    private sealed record Answer(string? Code, IReadOnlyList<Entitlement> Entitlements, string? Signed);
}
