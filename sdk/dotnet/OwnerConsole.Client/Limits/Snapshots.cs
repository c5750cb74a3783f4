using System.Collections.Concurrent;
using System.Net;

namespace OwnerConsole.Client;

/// <summary>What the console said last of the tenants that were asked about, for the time that it can't be asked.</summary>
/// <param name="lasts">older than this it is not used</param>
/// <param name="fresh">younger than this it is used although the console could be asked</param>
internal sealed class Snapshots(ConsoleWire wire, TimeProvider clock, TimeSpan lasts, TimeSpan fresh) : IDisposable
{
    private readonly ConcurrentDictionary<string, Snapshot> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _renewals = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();

    public async Task<IReadOnlyList<Entitlement>> Take(string tenant, CancellationToken stop)
    {
        // the key needs nothing more for it than for a question
        var asked = new { Tenants = new[] { Limits.Own(tenant) } };
        var answer = (await wire.Ask<Answers>(HttpMethod.Post, "/api/v1/entitlements/check-many", asked, stop)).Data[0]; // one for each that was asked about
        if (answer.Code is { } code)
            throw new RefusedException(HttpStatusCode.NotFound, code, $"There is no tenant {tenant}: report it first.", requestId: null);
        var now = clock.GetUtcNow();
        _known[tenant] = new(now, answer.Entitlements.ToDictionary(one => one.Feature, StringComparer.Ordinal));
        foreach (var old in _known.Where(one => now - one.Value.At > lasts))
            _known.TryRemove(old);
        return answer.Entitlements;
    }

    /// <returns>null when nothing fresh is known of it</returns>
    public Entitlement? Fresh(string tenant, string feature) =>
        _known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At <= fresh ? known.Entitlements.GetValueOrDefault(feature) : null;

    /// <returns>whether it had the feature when it was asked last; not, where that is too long ago</returns>
    public bool Knows(string tenant, string feature) =>
        _known.TryGetValue(tenant, out var known)
        && clock.GetUtcNow() - known.At <= lasts
        && known.Entitlements.GetValueOrDefault(feature) is { IsGranted: true };

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
        var entitlement =
            _known.TryGetValue(tenant, out var known) && clock.GetUtcNow() - known.At <= lasts ? known.Entitlements.GetValueOrDefault(feature) : null;
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

    private sealed record Snapshot(DateTimeOffset At, IReadOnlyDictionary<string, Entitlement> Entitlements);

    private sealed record Answers(IReadOnlyList<Answer> Data);

    private sealed record Answer(string? Code, IReadOnlyList<Entitlement> Entitlements);
}
