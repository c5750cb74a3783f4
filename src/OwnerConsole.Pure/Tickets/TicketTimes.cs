namespace OwnerConsole.Pure.Tickets;

/// <summary>Times of a support ticket, as the help desk reports them.</summary>
/// <param name="OpenedAt">When the customer opened it.</param>
/// <param name="UpdatedAt">When the help desk last changed it.</param>
/// <param name="FirstReplyAt">When a person first replied; null before.</param>
/// <param name="ResolvedAt">When it was last resolved; null while it is open.</param>
/// <param name="ReopenedAt">When it was last reopened; null if never.</param>
public sealed record TicketTimes(
    DateTimeOffset OpenedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? FirstReplyAt = null,
    DateTimeOffset? ResolvedAt = null,
    DateTimeOffset? ReopenedAt = null
)
{
    /// <summary>How far the clock of the help desk can be ahead.</summary>
    private static readonly TimeSpan s_maxClockDifference = TimeSpan.FromMinutes(1);

    private static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="now">Current time.</param>
    /// <returns>The field that is wrong by its name in the API, and what it must be; null if all times are possible.</returns>
    public (string Field, string Why)? FindProblem(DateTimeOffset now)
    {
        (string Field, DateTimeOffset? At)[] times =
        [
            ("opened_at", OpenedAt),
            ("updated_at", UpdatedAt),
            ("first_reply_at", FirstReplyAt),
            ("resolved_at", ResolvedAt),
            ("reopened_at", ReopenedAt),
        ];
        foreach (var (field, at) in times)
        {
            if (at > now + s_maxClockDifference)
                return (field, "must not be in the future.");
            if (at < s_earliest)
                return (field, "must be in the year 2000 or later.");
            if (at < OpenedAt)
                return (field, "must not be before opened_at.");
        }
        return ResolvedAt < ReopenedAt ? ("resolved_at", "must not be before reopened_at. Leave it out while the ticket is open again.") : null;
    }
}
