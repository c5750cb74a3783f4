namespace OwnerConsole.Reliability.Backups;

/// <summary>When the next backup is made by itself.</summary>
public static class Schedule
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    /// <param name="hour">of the day, UTC</param>
    /// <param name="last">null when there is none yet</param>
    /// <param name="address">where it would go: the first at a new place is made at once</param>
    public static bool IsDue(DateTimeOffset now, int hour, BackupRow? last, string address) => Next(now, hour, last, address) <= now;

    public static DateTimeOffset Next(DateTimeOffset now, int hour, BackupRow? last, string address) =>
        last is null || (last.State is BackupState.Good && last.Address != address) ? now
        : last.State is BackupState.Failed ? Asked(last, now) + AfterFailure
        : After(Asked(last, now), hour);

    /// <summary>One that was asked for in the future was so while the clock was ahead; it puts off no other.</summary>
    private static DateTimeOffset Asked(BackupRow last, DateTimeOffset now) => last.AskedAt < now ? last.AskedAt : now;

    private static DateTimeOffset After(DateTimeOffset moment, int hour)
    {
        var on = new DateTimeOffset(moment.UtcDateTime.Date.AddHours(hour), TimeSpan.Zero);
        return on > moment ? on : on.AddDays(1);
    }
}
