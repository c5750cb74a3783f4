namespace OwnerConsole.Client;

/// <summary>Permissions of a user in the tenant portal.</summary>
[Flags]
public enum PortalScopes
{
    /// <summary>View the plan and its usage.</summary>
    PlanRead = 1,

    /// <summary>Request another plan.</summary>
    UpgradeRequest = 2,

    /// <summary>View the member's notifications.</summary>
    NotificationRead = 4,

    /// <summary>View the status page with the tenant's components.</summary>
    StatusRead = 8,

    All = PlanRead | UpgradeRequest | NotificationRead | StatusRead,
}
