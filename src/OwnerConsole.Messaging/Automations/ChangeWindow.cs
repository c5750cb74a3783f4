using System.Collections.Concurrent;

namespace OwnerConsole.Messaging.Automations;

/// <summary>How far back a sweep looks for changed attributes, so that it doesn't read the changes of a whole day each time.</summary>
/// <remarks>
/// A report is stored with the time at which it was received and can be committed some minutes later, and a report can state that a value has applied for some
/// hours. The first are found by the overlap of sweeps, the others once an hour. A sequence has the time of its change as key, so it starts once.
/// </remarks>
internal sealed class ChangeWindow(TimeProvider clock)
{
    private const int MaxKeys = 1_000;

    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(10),
        s_completeInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (long CompleteAt, long At)> _sweeps = new(StringComparer.Ordinal);

    /// <summary>Remembers the start of a sweep, to be stored with <see cref="Set"/> when it has ended.</summary>
    public long Start() => clock.GetTimestamp();

    /// <returns>How far back to look: the longest delay for the first sweep and once an hour.</returns>
    public TimeSpan Find(Automation automation) =>
        !_sweeps.TryGetValue(KeyOf(automation), out var last) || clock.GetElapsedTime(last.CompleteAt) >= s_completeInterval ? DateSweep.MaxDelay
        : clock.GetElapsedTime(last.At) + s_overlap is var window && window < DateSweep.MaxDelay ? window
        : DateSweep.MaxDelay;

    public void Set(Automation automation, TimeSpan window, long startedAt)
    {
        if (_sweeps.Count >= MaxKeys)
            _sweeps.Clear(); // versions that no longer exist
        var key = KeyOf(automation);
        _sweeps[key] = (window < DateSweep.MaxDelay && _sweeps.TryGetValue(key, out var last) ? last.CompleteAt : startedAt, startedAt);
    }

    private static string KeyOf(Automation automation) => $"{automation.Id}:{automation.Version}:{automation.OnSince:O}";
}
