namespace OwnerConsole.Pure.Periods;

/// <summary>When everything that starts in a range of time is due.</summary>
/// <param name="From">Start of the range, inclusive.</param>
/// <param name="To">End of the range, exclusive.</param>
/// <param name="DueAt">Last instant that is in time for what starts at the start of the range.</param>
/// <param name="Moves">Whether what starts later in the range is due later by the same time. Otherwise all of it is due at the same instant.</param>
public sealed record DueRange(DateTimeOffset From, DateTimeOffset To, DateTimeOffset DueAt, bool Moves);
