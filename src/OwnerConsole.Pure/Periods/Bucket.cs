namespace OwnerConsole.Pure.Periods;

/// <summary>One part of a range: from <see cref="StartsAt"/> (inclusive) to <see cref="EndsAt"/> (exclusive).</summary>
/// <param name="StartsAt">Start with the zone's offset, which distinguishes hours repeated at a clock change.</param>
/// <param name="EndsAt">End of the bucket, at most the current time.</param>
/// <param name="FirstDay">First day in the zone.</param>
/// <param name="LastDay">Last day that has started; the first day for buckets shorter than a day.</param>
/// <param name="IsOpen">Whether it includes now, so that its numbers still change.</param>
/// <param name="IsWhole">Whether it covers a full calendar unit, or all of it until now; false if the range cuts it.</param>
public readonly record struct Bucket(DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateOnly FirstDay, DateOnly LastDay, bool IsOpen, bool IsWhole);
