namespace OwnerConsole.Trust.Team;

/// <summary>Common sets of scopes for an API key, one of which the form for a new key offers instead of single scopes.</summary>
/// <param name="Key">Value of the form field.</param>
/// <param name="Scopes">Selects the scopes among all of the platform.</param>
public sealed record KeyPreset(string Key, string Title, string Description, Func<IReadOnlyList<string>, IEnumerable<string>> Scopes)
{
    /// <summary>Key of the choice of single scopes, which isn't a preset.</summary>
    public const string Custom = "custom";

    private static readonly string[] s_application =
    [
        "application.declare",
        "entitlement.check",
        "entitlement.consume",
        "event.report",
        "feature.read",
        "impersonation.introspect",
        "instance.report",
        "member.report",
        "notification.read",
        "notification.report",
        "plan.read",
        "portal.open",
        "task.execute",
        "tenant.read",
        "tenant.report",
        "upgrade.read",
        "upgrade.request",
    ];

    public static readonly IReadOnlyList<KeyPreset> All =
    [
        new("application", "Application", "Reports tenants, members and events, checks limits and works on tasks.", _ => s_application),
        new("read_only", "Read only", "Reads everything and changes nothing.", all => all.Where(scope => scope.EndsWith(".read", StringComparison.Ordinal))),
        new("browser", "Browser events", "Only sends events. Safe in a web page; set its allowed origins.", _ => ["event.report"]),
        new("telemetry", "Errors and telemetry", "Only sends errors and telemetry of services.", _ => ["error.report", "telemetry.report"]),
        new("full", "Full access", "All operations that can be undone. A team member must run the others in the console.", _ => ["*"]),
    ];

    /// <summary>The preset that is selected first.</summary>
    public static KeyPreset Default => All[0];

    /// <returns>Null for <see cref="Custom"/> and for an unknown key.</returns>
    public static KeyPreset? Find(string key) => All.FirstOrDefault(preset => preset.Key == key);
}
