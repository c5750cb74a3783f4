using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>What is stored with a message on a channel, from which its text is found when it is sent.</summary>
/// <param name="NotificationId">Notification that it belongs to.</param>
/// <param name="HasLink">Whether its text contains a link that acknowledges the alerts.</param>
/// <param name="Signal">What it means for a service that manages incidents; null for others.</param>
internal sealed record AlertMessageFacts(string NotificationId, bool HasLink, MessageSignal? Signal)
{
    /// <param name="channel">Null if it was removed just now.</param>
    public static JsonElement Create(string notificationId, AlertRoute route, PostChannel? channel, AlertNotification notification, SignalAction? action) =>
        Json.Element(
            new
            {
                Notification = notificationId,
                To = route.Phone, // read by the channel
                Acknowledge = channel is { IsChat: true } && notification.Firing.Any(alert => !alert.IsAcknowledged),
                Signal = channel is { TakesSignals: true } && action is { } meaning
                    ? new MessageSignal(notification.RuleId, meaning, SeverityOf(notification.Severity))
                    : null,
            }
        );

    /// <remarks>Messages that an earlier release queued have neither a link nor a signal.</remarks>
    public static AlertMessageFacts Read(JsonElement facts) =>
        new(
            facts.GetProperty("notification").GetString()!, // set when it is queued
            facts.TryGetProperty("acknowledge", out var link) && link.ValueKind is JsonValueKind.True,
            facts.TryGetProperty("signal", out var signal) && signal.ValueKind is JsonValueKind.Object ? Json.Read<MessageSignal>(signal) : null
        );

    private static SignalSeverity SeverityOf(AlertSeverity severity) =>
        severity switch
        {
            AlertSeverity.Critical => SignalSeverity.Critical,
            AlertSeverity.High => SignalSeverity.Error,
            AlertSeverity.Medium => SignalSeverity.Warning,
            _ => SignalSeverity.Info,
        };
}
