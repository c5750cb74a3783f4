using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Why a notification is sent that is not news.</summary>
public enum AlertNotificationKind
{
    /// <summary>No one has acknowledged the alerts in time.</summary>
    Escalation,

    /// <summary>All alerts were acknowledged. Only services for incidents are notified of it.</summary>
    Acknowledgement,
}

/// <summary>News about the alerts of a rule.</summary>
/// <param name="Firing">Alerts that are firing, the most urgent first.</param>
/// <param name="Resolved">Alerts that were resolved since the last notification.</param>
internal sealed record AlertNotification(
    string RuleId,
    NotificationReason Reason,
    AlertSeverity Severity,
    IReadOnlyList<AlertRow> Firing,
    IReadOnlyList<AlertRow> Resolved
)
{
    private const int MaxLines = 20;

    /// <summary>Null for news.</summary>
    public AlertNotificationKind? Kind { get; init; }

    /// <summary>Minutes without acknowledgement that an escalation follows.</summary>
    public int AfterMinutes { get; init; }

    public string Title =>
        Kind switch
        {
            AlertNotificationKind.Escalation => string.Create(CultureInfo.InvariantCulture, $"Not acknowledged for {AfterMinutes} min: {NewsTitle}"),
            AlertNotificationKind.Acknowledgement => $"Acknowledged: {Firing[0].Name}",
            _ => NewsTitle,
        };

    private string NewsTitle
    {
        get
        {
            var name = Firing.Concat(Resolved).First().Name; // there is at least one
            return Firing.Count == 0 ? $"Resolved: {name}"
                : Firing.Count == 1 ? $"{Severity}: {name}"
                : string.Create(CultureInfo.InvariantCulture, $"{Severity}: {name} ({Firing.Count} alerts)");
        }
    }

    /// <summary>Ids of the alerts that it is about.</summary>
    public string[] AlertIds => [.. Firing.Concat(Resolved).Select(alert => alert.AlertId)];

    /// <summary>One line for each alert, without formatting.</summary>
    public IReadOnlyList<string> Lines => [.. Describe("", Firing), .. Describe("Resolved: ", Resolved)];

    /// <summary>The lines as one text.</summary>
    public string Body => string.Join('\n', Lines);

    private static IEnumerable<string> Describe(string prefix, IReadOnlyList<AlertRow> alerts) =>
        alerts
            .Take(MaxLines)
            .Select(alert => $"{prefix}{alert.Message} (since {alert.Since.UtcDateTime.ToString("d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture)})")
            .Concat(alerts.Count > MaxLines ? [string.Create(CultureInfo.InvariantCulture, $"{prefix}{alerts.Count - MaxLines} more")] : []);
}
