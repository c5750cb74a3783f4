namespace OwnerConsole.Kernel.Modules;

/// <summary>Permissions of what belongs to single tenants. Every other permission is about the whole platform: on its routes, keys for test data or for one tenant are refused.</summary>
/// <remarks>A new permission is the platform's until it is added here, so forgetting it can't open a route.</remarks>
public static class TenantPermissions
{
    private static readonly string[] s_words =
    [
        "application.*", // each mode has its own declaration; a bound key is refused by the endpoint
        "credit.*",
        "entitlement.*",
        "event.report",
        "feature.*",
        "impersonation.*",
        "instance.report",
        "log.read",
        "member.*",
        "meter.read",
        "metric.read",
        "note.*",
        "operation.read", // what an operation is about is checked for each subject
        "plan.*",
        "portal.open",
        "purchase.read",
        "reporting.read",
        "task.*",
        "tenant.*",
        "upgrade.*",
    ];

    /// <summary>A person's own sign-in is theirs, however few tenants they see.</summary>
    public const string Own = "account.manage";

    public static bool Contain(string permission) => Permissions.Cover(s_words, permission);
}
