namespace OwnerConsole.Kernel.Lanes;

/// <summary>How often a kind of work is tried, and how long the lane waits in between. After the last attempt the item is dead.</summary>
/// <param name="Waits">after the first failure, the second and so on; one attempt more than there are waits</param>
/// <remarks>
/// The lane waits for an item that comes again, so that its order holds. It doesn't wait for a dead one: a lane that stood still until somebody looks would turn one bad item into
/// an endpoint that hears of nothing any more.
/// </remarks>
public sealed record RetryPolicy(params IReadOnlyList<TimeSpan> Waits)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>For what speaks to nobody outside: six attempts within an hour and a half.</summary>
    public static readonly RetryPolicy Usual = new(
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1)
    );

    /// <summary>Share of a wait by which it is shorter or longer, so that those who failed together don't come back together.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Failures in a row after which the lane rests, whichever item comes next; null when it never does.</summary>
    public int? RestsAfter { get; init; }

    /// <summary>How long it rests. The one item that goes first then is the probe: another failure, and it rests again.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(1);

    public bool IsLast(WorkItem item) => item.Attempts >= Waits.Count;

    /// <param name="failures">of this item, this one included</param>
    /// <param name="chance">0 to 1, drawn anew each time</param>
    /// <returns>null when that was the last attempt</returns>
    public TimeSpan? Wait(int failures, Failure failure, double chance)
    {
        if (failures > Waits.Count)
            return null;
        var usual = Waits[failures - 1];
        // What the other side wishes is granted within reason: nobody outside makes the console hammer, or forget.
        var wait = failure.Wished is { } wished
            ? Math.Min(Math.Clamp(wished.Ticks, usual.Ticks, 2 * usual.Ticks), Longest.Ticks)
            : (long)(usual.Ticks * (1 - Jitter + (2 * Jitter * chance)));
        return TimeSpan.FromTicks(Math.Max(wait, failure.AtLeast.Ticks));
    }
}
