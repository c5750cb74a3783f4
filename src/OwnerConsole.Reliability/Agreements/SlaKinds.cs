namespace OwnerConsole.Reliability.Agreements;

/// <summary>Properties of kinds of SLAs.</summary>
internal static class SlaKinds
{
    public static string Title(this SlaKind kind) =>
        kind switch
        {
            SlaKind.Availability => "Availability",
            SlaKind.ResolutionTime => "Resolution time",
            _ => "SLO",
        };

    /// <summary>Names of the fields that a kind of SLA uses.</summary>
    public static IReadOnlyList<string> Fields(this SlaKind kind) =>
        [
            "name",
            .. kind switch
            {
                SlaKind.Availability => (string[])["min_severity"],
                SlaKind.ResolutionTime => ["min_severity", "within_minutes", "min_events"],
                _ => ["slo_id", "min_events"],
            },
            "target",
            "period",
            "plan",
            "tag",
            "tenants",
            "credits",
            "max_credit",
        ];

    /// <summary>With fewer events there is no result, unless the SLA sets another number.</summary>
    public static int DefaultMinEvents(this SlaKind kind) => kind is SlaKind.Slo ? 50 : 1;
}
