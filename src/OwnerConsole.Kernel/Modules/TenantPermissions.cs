namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Permissions for data of single tenants. All other permissions concern the whole platform: keys for test data or for one tenant can't call their
/// routes.
/// </summary>
/// <remarks>A new permission counts as platform-wide until it is added here, so forgetting it can't open a route.</remarks>
public static class TenantPermissions
{
    private static readonly string[] s_words =
    [
        "address.*",
        "application.*", // each mode has its own declaration; the endpoint refuses keys for one tenant
        "automation.stop",
        "credit.*",
        "dunning.hold",
        "dunning.rematch",
        "dunning.release",
        "entitlement.*",
        "event.report",
        "feature.*",
        "impersonation.*",
        "instance.report",
        "legal_hold.place",
        "log.read",
        "manual_invoice.*",
        "manual_subscription.*",
        "member.*",
        "meter.read",
        "metric.read",
        "note.*",
        "notification.*",
        "operation.read", // access is checked for each subject
        "plan.*",
        "portal.open",
        "purchase.read",
        "reporting.read",
        "status.read", // of portal sessions only
        "support_ticket.*", // each mode has its own tickets; the endpoints refuse keys for one tenant
        "task.*",
        "tenant.*",
        "upgrade.*",
    ];

    /// <summary>People always manage their own sign-in, however few tenants they can access.</summary>
    public const string OwnAccount = "account.manage";

    public static bool Contains(string permission) => Permissions.Covers(s_words, permission);
}
