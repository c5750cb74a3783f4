using System.Globalization;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

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

    public string Title
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
