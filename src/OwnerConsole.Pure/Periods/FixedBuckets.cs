namespace OwnerConsole.Pure.Periods;

/// <summary>Parts of time with the same length, such as five minutes, in which numbers are stored. They don't depend on a time zone.</summary>
public static class FixedBuckets
{
    /// <param name="width">Length of the buckets, above zero.</param>
    /// <returns>Start of the bucket (UTC) that a time belongs to.</returns>
    public static DateTimeOffset StartOf(DateTimeOffset at, TimeSpan width) => new(at.UtcTicks - (at.UtcTicks % width.Ticks), TimeSpan.Zero);
}
