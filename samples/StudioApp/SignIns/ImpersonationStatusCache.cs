using System.Collections.Concurrent;
using OwnerConsole.Client;

namespace StudioApp.SignIns;

/// <summary>Checks whether impersonations are still active, with a cache of a few seconds.</summary>
internal sealed class ImpersonationStatusCache(ImpersonationVerifier console, TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (bool IsActive, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <returns>False if it has ended, or if the console is unreachable and the state is unknown.</returns>
    public async Task<bool> IsStillValid(ActiveImpersonation through, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (through.EndsAt <= now)
            return false;
        if (_known.TryGetValue(through.Id, out var known) && now - known.At < s_fresh)
            return known.IsActive;
        var isActive = await IsActive(through.Id, stop);
        foreach (var (id, _) in _known.Where(pair => now - pair.Value.At > s_fresh))
            _known.TryRemove(id, out _);
        _known[through.Id] = (isActive, now);
        return isActive;
    }

    /// <summary>Ends an impersonation on an event from the console.</summary>
    public void End(string id) => _known[id] = (IsActive: false, clock.GetUtcNow());

    private async Task<bool> IsActive(string id, CancellationToken stop)
    {
        try
        {
            return await console.IsActive(id, stop);
        }
        catch (Exception unknown) when (unknown is HttpRequestException or RefusedException)
        {
            return false;
        }
    }
}
