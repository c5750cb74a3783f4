namespace OwnerConsole.Reliability.Alerts;

/// <summary>Headings of the form of a rule.</summary>
internal static class AlertRuleGroups
{
    public const string Condition = "Condition",
        Alert = "Alert";
}
