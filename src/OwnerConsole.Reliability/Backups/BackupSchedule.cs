namespace OwnerConsole.Reliability.Backups;

/// <summary>Calculates when the next backup is due.</summary>
public static class BackupSchedule
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <param name="hour">Hour of the daily backup, in UTC.</param>
    /// <param name="last">The last backup; null if there is none.</param>
    /// <param name="address">Current storage. The first backup after a change is due immediately, also after a failure.</param>
    public static bool IsDue(DateTimeOffset now, int hour, BackupRow? last, string address) => Next(now, hour, last, address) <= now;

    public static DateTimeOffset Next(DateTimeOffset now, int hour, BackupRow? last, string address) =>
        last is null || (last.Address is { } used && used != address) ? now
        : last.State is BackupState.Failed ? Asked(last, now) + AfterFailure
        : After(Asked(last, now), hour);

    /// <summary>A request from the future was made while the clock was ahead. It counts as requested now, so that it doesn't delay the next backup.</summary>
    private static DateTimeOffset Asked(BackupRow last, DateTimeOffset now) => last.RequestedAt < now ? last.RequestedAt : now;

    private static DateTimeOffset After(DateTimeOffset moment, int hour)
    {
        var on = new DateTimeOffset(moment.UtcDateTime.Date.AddHours(hour), TimeSpan.Zero);
        return on > moment ? on : on.AddDays(1);
    }
}
