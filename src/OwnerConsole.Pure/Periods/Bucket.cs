namespace OwnerConsole.Pure.Periods;

/// <summary>One piece of a range: instants from <see cref="StartsAt"/> on and before <see cref="EndsAt"/>.</summary>
/// <param name="StartsAt">with the zone's offset, so that an hour which comes twice can be told apart</param>
/// <param name="EndsAt">never after now</param>
/// <param name="FirstDay">of the zone</param>
/// <param name="LastDay">the last day that has begun; the same day as the first one for anything shorter</param>
/// <param name="IsOpen">now lies in it: its numbers go on changing</param>
/// <param name="IsWhole">from one boundary of the calendar to the next, unless it is open; false where the range cuts it</param>
public readonly record struct Bucket(DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateOnly FirstDay, DateOnly LastDay, bool IsOpen, bool IsWhole);
