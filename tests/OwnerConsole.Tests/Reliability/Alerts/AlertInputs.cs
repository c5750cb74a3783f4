namespace OwnerConsole.Tests.Reliability.Alerts;

/// <summary>Inputs of operations on alerts.</summary>
internal static class AlertInputs
{
    public static object Rule(string severity, string probe, int forSeconds = 0, int keepFiring = 0) =>
        new
        {
            kind = "probe",
            name = "Service down",
            severity,
            probe_id = probe,
            for_seconds = forSeconds,
            keep_firing_seconds = keepFiring,
        };

    public static object Metric(string comparison, string threshold) =>
        new
        {
            kind = "metric",
            name = "Tenants",
            severity = "low",
            metric = "tenants.total",
            comparison,
            threshold,
        };

    public static object Matcher(string label, string comparison, string value) =>
        new
        {
            label,
            @operator = comparison,
            value,
        };

    public static object Route(string severity, string destination) => new { severity, destination };
}
