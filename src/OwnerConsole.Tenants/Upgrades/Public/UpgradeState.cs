namespace OwnerConsole.Tenants.Upgrades.Public;

/// <summary>What became of a request for a plan.</summary>
public enum UpgradeState
{
    /// <summary>Nobody has answered it yet.</summary>
    Open,

    /// <summary>The tenant got a plan: the one it asked for, or another.</summary>
    Approved,
    Rejected,

    /// <summary>Whoever asked doesn't want it any more.</summary>
    Cancelled,
}
