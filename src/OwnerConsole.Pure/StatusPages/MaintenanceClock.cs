namespace OwnerConsole.Pure.StatusPages;

/// <summary>Status of a maintenance, which starts and ends at its times unless an update was earlier.</summary>
public static class MaintenanceClock
{
    /// <param name="startsAt">Announced start.</param>
    /// <param name="endsAt">Announced end, after the start.</param>
    /// <param name="posted">Status of the last update; scheduled if none has set another one.</param>
    /// <param name="now">Current time.</param>
    /// <returns>Completed from its end on, even if an update said something else before.</returns>
    public static NoticeStatus StatusAt(DateTimeOffset startsAt, DateTimeOffset endsAt, NoticeStatus posted, DateTimeOffset now) =>
        posted is NoticeStatus.Completed || now >= endsAt ? NoticeStatus.Completed
        : posted is NoticeStatus.Verifying or NoticeStatus.InProgress ? posted
        : now >= startsAt ? NoticeStatus.InProgress
        : NoticeStatus.Scheduled;

    /// <param name="startsAt">Announced start.</param>
    /// <param name="endsAt">Announced end, after the start.</param>
    /// <param name="posted">Status of the last update.</param>
    /// <param name="postedAt">When the last update was posted.</param>
    /// <param name="now">Current time.</param>
    /// <returns>When the maintenance last changed: its last update, or its start or end if that was later and changed the status.</returns>
    public static DateTimeOffset FindChange(DateTimeOffset startsAt, DateTimeOffset endsAt, NoticeStatus posted, DateTimeOffset postedAt, DateTimeOffset now)
    {
        DateTimeOffset? changedAt = StatusAt(startsAt, endsAt, posted, now) switch
        {
            var status when status == posted => null,
            NoticeStatus.Completed => endsAt,
            NoticeStatus.InProgress => startsAt,
            _ => null,
        };
        return changedAt > postedAt ? changedAt.Value : postedAt;
    }
}
