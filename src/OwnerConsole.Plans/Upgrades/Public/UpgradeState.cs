namespace OwnerConsole.Plans.Upgrades.Public;

/// <summary>State of an upgrade request.</summary>
public enum UpgradeState
{
    /// <summary>Not answered yet.</summary>
    Open,

    /// <summary>The tenant got the requested plan or a different one.</summary>
    Approved,
    Rejected,

    /// <summary>Cancelled by the requester.</summary>
    Cancelled,
}
