using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Reads how numbers of other modules have changed, such as the delay of payment webhooks.</summary>
/// <remarks>They are summed from all stored hours of a range, and Health is refreshed every ten seconds, so they are kept for some minutes.</remarks>
internal sealed class SourceTrends(IEnumerable<IHealthTrendSource> sources, TimeProvider clock, ILogger<SourceTrends> log)
{
    private readonly ConcurrentDictionary<(IHealthTrendSource Source, TrendRange Range), KeptValues> _kept = new();

    /// <returns>Values by key of the number on Health, oldest first, without those that the caller can't read or that have no data.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>>> Read(Caller caller, TrendRange range, UnitOfWork work)
    {
        var trends = new Dictionary<string, IReadOnlyList<NumberPoint>>(StringComparer.Ordinal);
        foreach (var source in sources.Where(source => caller.CanRead(source.Permission)))
        foreach (var (key, values) in await TryRead(source, range, work))
            trends[key] = values;
        return trends;
    }

    /// <returns>Empty if the source fails, so that the other trends are still shown.</returns>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>>> TryRead(IHealthTrendSource source, TrendRange range, UnitOfWork work)
    {
        try
        {
            return await Read(source, range, work);
        }
        catch (Exception error) when (error is not OperationCanceledException || !work.Stop.IsCancellationRequested)
        {
            log.LogError(error, "Trends of Health could not be read by {Type}.", source.GetType().Name);
            return new Dictionary<string, IReadOnlyList<NumberPoint>>(StringComparer.Ordinal);
        }
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>>> Read(IHealthTrendSource source, TrendRange range, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        if (_kept.GetValueOrDefault((source, range)) is { } kept && (now - kept.At).Duration() < Lifetime(range))
            return kept.Values;
        var (starts, width) = TrendParts.Of(range, now);
        var values = new Dictionary<string, IReadOnlyList<NumberPoint>>(StringComparer.Ordinal);
        foreach (var (key, numbers) in await source.Read(starts, width, work))
            values[key] = [.. starts.Zip(numbers, (at, value) => new NumberPoint(at, value))];
        if (values.Count > 0) // otherwise not kept, so that the first values are shown at once
            _kept[(source, range)] = new(now, values);
        return values;
    }

    /// <summary>The last point of a longer range changes more slowly, and more rows are read for it.</summary>
    private static TimeSpan Lifetime(TrendRange range) => TimeSpan.FromMinutes(range is TrendRange.Day or TrendRange.Week ? 1 : 10);

    private sealed record KeptValues(DateTimeOffset At, IReadOnlyDictionary<string, IReadOnlyList<NumberPoint>> Values);
}
