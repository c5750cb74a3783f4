using System.Collections.Concurrent;
using OwnerConsole.Client;

namespace StudioApp.SignIns;

/// <summary>Whether impersonations are still active, as the console said within the last seconds.</summary>
internal sealed class Watch(Impersonations console, TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (bool IsActive, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <returns>false when it has ended, and when nobody can say: who can't be watched is not let in</returns>
    public async Task<bool> MayStay(LookingThrough through, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (through.EndsAt <= now)
            return false;
        if (_known.TryGetValue(through.Id, out var known) && now - known.At < s_fresh)
            return known.IsActive;
        var isActive = await IsActive(through.Id, stop);
        foreach (var (id, _) in _known.Where(one => now - one.Value.At > s_fresh))
            _known.TryRemove(id, out _);
        _known[through.Id] = (isActive, now);
        return isActive;
    }

    /// <summary>The console says by itself that it has ended.</summary>
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
