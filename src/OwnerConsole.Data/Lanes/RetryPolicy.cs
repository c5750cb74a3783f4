namespace OwnerConsole.Data.Lanes;

/// <summary>Retry policy of a kind of work: number of attempts and delays. After the last attempt the item is dead.</summary>
/// <param name="Delays">Delays after the first failure, the second and so on; there is one attempt more than there are delays.</param>
/// <remarks>
/// The lane waits for a retried item to keep its order. It doesn't wait for a dead item, because one bad item would otherwise block an endpoint until
/// someone intervenes.
/// </remarks>
public sealed record RetryPolicy(params IReadOnlyList<TimeSpan> Delays)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(24);

    /// <summary>Default for internal work: six attempts within an hour and a half.</summary>
    public static readonly RetryPolicy Default = new(
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1)
    );

    /// <summary>Random variation of a delay as a fraction, so that simultaneous failures are not retried simultaneously.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Consecutive failures after which the lane is paused, regardless of the item; null to never pause it.</summary>
    public int? PauseAfterFailures { get; init; }

    /// <summary>Duration of the pause. The first item after it is a probe: if it fails, the lane is paused again.</summary>
    public TimeSpan PauseLength { get; init; } = TimeSpan.FromMinutes(1);

    public bool IsLast(WorkItem item) => item.Attempts >= Delays.Count;

    /// <param name="failures">Failures of this item, including this one.</param>
    /// <param name="chance">Random number from 0 to 1.</param>
    /// <returns>Null if that was the last attempt.</returns>
    public TimeSpan? GetDelay(int failures, Failure failure, double chance)
    {
        if (failures > Delays.Count)
            return null;
        var usual = Delays[failures - 1];
        // The remote side's requested delay is limited, so that it can't cause excessive or missing retries.
        var wait = failure.RetryAfter is { } wished
            ? Math.Min(Math.Clamp(wished.Ticks, usual.Ticks, 2 * usual.Ticks), MaxDelay.Ticks)
            : (long)(usual.Ticks * (1 - Jitter + (2 * Jitter * chance)));
        return TimeSpan.FromTicks(Math.Max(wait, failure.MinDelay.Ticks));
    }
}
