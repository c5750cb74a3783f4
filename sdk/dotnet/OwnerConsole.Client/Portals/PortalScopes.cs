namespace OwnerConsole.Client;

/// <summary>What somebody may do on their tenant's own pages.</summary>
[Flags]
public enum PortalScopes
{
    /// <summary>See the plan and what is used of it.</summary>
    PlanRead = 1,

    /// <summary>Ask for another plan.</summary>
    UpgradeRequest = 2,

    All = PlanRead | UpgradeRequest,
}
