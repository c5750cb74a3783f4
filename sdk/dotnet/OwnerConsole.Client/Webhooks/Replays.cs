using System.Collections.Concurrent;

namespace OwnerConsole.Client;

/// <summary>Messages that were acted on within the time that their signature is good: the same bytes again do nothing, whoever sends them.</summary>
/// <remarks>An attempt of the console has a timestamp of its own, so what it tells again after a failure comes through.</remarks>
internal sealed class Replays(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public bool Has(string id, string timestamp) => _seen.ContainsKey($"{id}.{timestamp}");

    public void Add(string id, string timestamp)
    {
        var now = clock.GetUtcNow();
        foreach (var (name, at) in _seen.Where(one => one.Value < now - (2 * WebhookSignature.Tolerance)))
            _seen.TryRemove(KeyValuePair.Create(name, at));
        _seen[$"{id}.{timestamp}"] = now;
    }
}
