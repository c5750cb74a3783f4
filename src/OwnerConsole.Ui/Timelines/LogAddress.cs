namespace OwnerConsole.Ui.Timelines;

/// <summary>Where the whole log is read; the page behind it belongs to a module.</summary>
public static class LogAddress
{
    public const string Home = "/audit",
        Permission = "log.read";

    /// <summary>Everything that somebody did.</summary>
    public static string By(string actor) => $"{Home}?actor={Uri.EscapeDataString(actor)}";

    /// <summary>Everything about a tenant.</summary>
    public static string At(string tenantId) => $"{Home}?tenant={Uri.EscapeDataString(tenantId)}";

    /// <summary>Everything that was done to something: the timeline of a person, when it is one.</summary>
    public static string Of(string subject) => $"{Home}?subject={Uri.EscapeDataString(subject)}";
}
