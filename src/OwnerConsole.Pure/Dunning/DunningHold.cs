namespace OwnerConsole.Pure.Dunning;

/// <summary>A period in which no step is carried out for a tenant.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="Until">End, exclusive; null until a person releases the hold.</param>
public readonly record struct DunningHold(DateTimeOffset From, DateTimeOffset? Until)
{
    /// <param name="at">Any time.</param>
    /// <returns>Whether the hold applies at that time.</returns>
    public bool Contains(DateTimeOffset at) => From <= at && (Until is not { } end || at < end);
}
