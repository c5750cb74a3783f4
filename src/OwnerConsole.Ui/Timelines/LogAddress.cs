namespace OwnerConsole.Ui.Timelines;

/// <summary>Addresses of the audit log. The page belongs to a module.</summary>
public static class LogAddress
{
    public const string Home = "/audit",
        Permission = "log.read";

    /// <summary>Log of an actor's actions.</summary>
    public static string By(string actor) => $"{Home}?actor={Uri.EscapeDataString(actor)}";

    /// <summary>Log of a tenant.</summary>
    public static string At(string tenantId) => $"{Home}?tenant={Uri.EscapeDataString(tenantId)}";

    /// <summary>Log of a subject, such as a member or a run.</summary>
    public static string Of(string subject) => $"{Home}?subject={Uri.EscapeDataString(subject)}";
}
