namespace OwnerConsole.Pure.Periods;

/// <summary>Hours in UTC, in which numbers are stored.</summary>
public static class Hours
{
    /// <param name="count">Number of hours, the last of which is the current one.</param>
    /// <returns>Starts of the hours, oldest first.</returns>
    public static IReadOnlyList<DateTimeOffset> Last(int count, DateTimeOffset now)
    {
        var current = FixedBuckets.StartOf(now, TimeSpan.FromHours(1));
        return [.. Enumerable.Range(1 - count, count).Select(hour => current.AddHours(hour))];
    }
}
