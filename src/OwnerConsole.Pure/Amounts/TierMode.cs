namespace OwnerConsole.Pure.Amounts;

/// <summary>How the tiers of a price apply to a quantity.</summary>
public enum TierMode
{
    /// <summary>Each tier's amount applies to the part of the quantity in that tier.</summary>
    Graduated,

    /// <summary>The amount of the tier that contains the quantity applies to all of it.</summary>
    Volume,
}
