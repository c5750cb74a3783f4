namespace OwnerConsole.Reliability.Alerts;

/// <summary>How urgent an alert is, least urgent first.</summary>
public enum AlertSeverity
{
    Low,
    Medium,
    High,
    Critical,
}
