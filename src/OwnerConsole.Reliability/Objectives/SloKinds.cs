namespace OwnerConsole.Reliability.Objectives;

/// <summary>Properties of kinds of SLOs.</summary>
internal static class SloKinds
{
    public static string Title(this SloKind kind) =>
        kind switch
        {
            SloKind.ProbeSuccess => "Probe success",
            SloKind.RequestSuccess => "Request success",
            _ => "Request latency",
        };

    /// <summary>Events that are counted, in the singular.</summary>
    public static string Event(this SloKind kind) => kind is SloKind.ProbeSuccess ? "check" : "request";

    /// <summary>Names of the fields that a kind of SLO uses.</summary>
    public static IReadOnlyList<string> Fields(this SloKind kind) =>
        [
            "name",
            .. kind switch
            {
                SloKind.ProbeSuccess => (string[])["probe_id"],
                SloKind.RequestSuccess => ["service", "route"],
                _ => ["service", "route", "threshold_ms"],
            },
            "target",
            "period",
            "min_events",
            "excludes_maintenance",
        ];

    /// <summary>Fewer events in the long window of an alert cause none, unless the SLO sets another number.</summary>
    public static int DefaultMinEvents(this SloKind kind) => kind is SloKind.ProbeSuccess ? 10 : 50;
}
