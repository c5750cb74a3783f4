using System.Collections.Concurrent;

namespace OwnerConsole.Client;

/// <summary>Remembers processed messages while their signature is valid, so that a replay of the same bytes has no effect.</summary>
/// <remarks>Each delivery attempt has a new timestamp, so retries of the console are not affected.</remarks>
internal sealed class ReplayGuard(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    public bool Has(string id, string timestamp) => _seen.ContainsKey($"{id}.{timestamp}");

    public void Add(string id, string timestamp)
    {
        var now = clock.GetUtcNow();
        foreach (var (name, at) in _seen.Where(pair => pair.Value < now - (2 * WebhookSignature.Tolerance)))
            _seen.TryRemove(KeyValuePair.Create(name, at));
        _seen[$"{id}.{timestamp}"] = now;
    }
}
