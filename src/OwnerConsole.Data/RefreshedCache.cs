using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Data;

/// <summary>Answers that are the same for everyone, computed once and again in the background while they are read.</summary>
/// <param name="compute">Computes an answer. It runs without the limits of the request that started it.</param>
/// <param name="freshFor">Age up to which an answer isn't computed again.</param>
public sealed class RefreshedCache<TKey, TValue>(Func<TKey, Task<TValue>> compute, TimeSpan freshFor, ILogger log)
    where TKey : notnull
{
    private const int MaxKeys = 16;

    private readonly ConcurrentDictionary<TKey, Snapshot> _latest = new();

    private readonly ConcurrentDictionary<TKey, Lazy<Task>> _running = new();

    /// <summary>Age up to which an outdated answer is returned while it is computed again; older ones are waited for.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.MaxValue;

    /// <param name="Value">The answer.</param>
    /// <param name="StartedAt">Timestamp before the first read.</param>
    private sealed record Snapshot(TValue Value, long StartedAt)
    {
        public TimeSpan Age => Stopwatch.GetElapsedTime(StartedAt);
    }

    public async Task<TValue> Find(TKey key, CancellationToken stop)
    {
        var askedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_latest.TryGetValue(key, out var latest) && (latest.StartedAt >= askedAt || latest.Age < MaxAge))
            {
                if (latest.Age > freshFor && latest.StartedAt < askedAt)
                    _ = Refresh(key).ContinueWith(Report, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                return latest.Value;
            }
            await Refresh(key).WaitAsync(stop);
        }
    }

    private void Report(Task failed) => log.LogWarning(failed.Exception, "Shared values can't be refreshed. The previous values are shown.");

    /// <returns>The running computation, which several readers wait for.</returns>
    private Task Refresh(TKey key)
    {
        using (ExecutionContext.SuppressFlow()) // the answer is shared, so this request's limits must not apply
            return _running.GetOrAdd(key, asked => new(() => Task.Run(() => Compute(asked)))).Value;
    }

    private async Task Compute(TKey key)
    {
        try
        {
            var startedAt = Stopwatch.GetTimestamp();
            var value = await compute(key);
            if (_latest.Count > MaxKeys)
                _latest.Clear(); // the terminology or the choice has changed many times
            _latest[key] = new(value, startedAt);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
