namespace OwnerConsole.Reliability.Agreements;

/// <summary>Properties of kinds of SLAs.</summary>
internal static class SlaKinds
{
    public static string Title(this SlaKind kind) =>
        kind switch
        {
            SlaKind.Availability => "Availability",
            SlaKind.ResolutionTime => "Resolution time",
            SlaKind.FirstReply => "First reply",
            SlaKind.TicketResolution => "Ticket resolution",
            _ => "SLO",
        };

    /// <summary>Whether it counts support tickets.</summary>
    public static bool CountsTickets(this SlaKind kind) => kind is SlaKind.FirstReply or SlaKind.TicketResolution;

    /// <summary>Whether its events must be complete within a number of minutes.</summary>
    public static bool HasTimeLimit(this SlaKind kind) => kind is SlaKind.ResolutionTime || kind.CountsTickets();

    /// <summary>Names of the fields that a kind of SLA uses.</summary>
    public static IReadOnlyList<string> Fields(this SlaKind kind) =>
        [
            "name",
            .. kind switch
            {
                SlaKind.Availability => (string[])["min_severity"],
                SlaKind.ResolutionTime => ["min_severity", "within_minutes", "min_events"],
                SlaKind.FirstReply or SlaKind.TicketResolution =>
                [
                    "priority",
                    "within_minutes",
                    "hours",
                    "time_zone",
                    "business_days",
                    "holidays",
                    "min_events",
                ],
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
