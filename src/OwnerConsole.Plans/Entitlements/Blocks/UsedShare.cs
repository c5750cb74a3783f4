namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>Share of a limit that is used.</summary>
public enum UsedShare
{
    /// <summary>Less than 50%.</summary>
    Little,

    /// <summary>50% or more, but less than 80%.</summary>
    Half,

    /// <summary>80% or more, but less than 90%.</summary>
    Most,

    /// <summary>90% or more, up to 100%.</summary>
    Nearly,

    /// <summary>More than 100%.</summary>
    Over,
}
