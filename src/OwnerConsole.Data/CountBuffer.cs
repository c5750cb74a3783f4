using System.Collections.Concurrent;

namespace OwnerConsole.Data;

/// <summary>Counts in memory. A <see cref="CountWriter{TKey}"/> adds the counts to the database.</summary>
/// <typeparam name="TKey">What is counted separately.</typeparam>
public class CountBuffer<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, long> _counts = new();

    /// <param name="key">What was counted.</param>
    /// <param name="number">How often.</param>
    public void Add(TKey key, long number) => _counts.AddOrUpdate(key, number, (_, known) => known + number);

    /// <returns>Numbers by key, counted since the last call.</returns>
    public IReadOnlyDictionary<TKey, long> Take()
    {
        var taken = new Dictionary<TKey, long>();
        foreach (var key in _counts.Keys)
            if (_counts.TryRemove(key, out var number))
                taken[key] = number;
        return taken;
    }
}
