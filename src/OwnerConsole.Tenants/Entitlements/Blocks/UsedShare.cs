namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>How much of a limit is used.</summary>
public enum UsedShare
{
    /// <summary>Less than half of it.</summary>
    Little,

    /// <summary>Half of it, and less than eight tenths.</summary>
    Half,

    /// <summary>Eight tenths of it, and less than nine.</summary>
    Most,

    /// <summary>Nine tenths of it or more, up to all of it.</summary>
    Nearly,

    /// <summary>More than it allows.</summary>
    Over,
}
