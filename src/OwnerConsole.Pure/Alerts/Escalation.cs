namespace OwnerConsole.Pure.Alerts;

/// <summary>Decides when further destinations are notified of alerts that no one has acknowledged.</summary>
public static class Escalation
{
    /// <param name="after">Time without acknowledgement.</param>
    /// <param name="startedAt">First notification of the group.</param>
    /// <param name="firedAt">When each alert fired that is firing and not acknowledged. Alerts that fired later than the first notification count from then.</param>
    /// <param name="at">Current time.</param>
    /// <returns>False if all alerts are acknowledged or resolved.</returns>
    public static bool IsDue(TimeSpan after, DateTimeOffset startedAt, IReadOnlyCollection<DateTimeOffset> firedAt, DateTimeOffset at)
    {
        if (firedAt.Count == 0)
            return false;
        var earliest = firedAt.Min();
        return at - (earliest > startedAt ? earliest : startedAt) >= after;
    }

    /// <summary>Whether the previous level had its time, also if it was sent late because of a silence, a mute time or downtime.</summary>
    /// <param name="after">Time without acknowledgement of a level.</param>
    /// <param name="previous">That of the last level that was sent; null if none was.</param>
    /// <param name="sentAt">When that level was sent; null if none was.</param>
    /// <param name="at">Current time.</param>
    public static bool HasWaited(TimeSpan after, TimeSpan? previous, DateTimeOffset? sentAt, DateTimeOffset at) =>
        previous is null || sentAt is null || at - sentAt >= after - previous;
}
