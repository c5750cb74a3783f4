using System.Text.Json;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>Events about notifications. The log keeps only ids and words; webhooks add the title when they are queued.</summary>
internal static class NotificationEvents
{
    public const string Created = "notification.created",
        Corrected = "notification.corrected",
        Withdrawn = "notification.withdrawn";

    public static readonly IReadOnlyList<EventKind> All =
    [
        EventKind.Of(Created, "A member received a notification.", EventSubject.Member, Sample),
        EventKind.Of(Corrected, "The text of a member's notification was replaced.", EventSubject.Member, Sample),
        EventKind.Of(Withdrawn, "A member's notification was withdrawn and is no longer shown.", EventSubject.Member, Sample),
    ];

    private static object Sample =>
        new
        {
            Notification = "",
            Message = "",
            Topic = "",
            Priority = default(MessagePriority),
            Title = "",
        };

    public static Message Of(string type, string notificationId, string messageId, string topic, MessagePriority priority) =>
        Message.Event(
            type,
            new
            {
                notification = notificationId,
                message = messageId,
                topic,
                priority,
            }
        );

    /// <returns>ID of the notification that an event is about.</returns>
    public static string NotificationOf(string data) => Field(data, "notification");

    /// <returns>ID of the message that an event is about.</returns>
    public static string MessageOf(string data) => Field(data, "message");

    public static LogLine Line(string type, NotificationRow row) =>
        new(row.TenantId, "system", "system", "done", Sentence(type, new(row.MemberId)))
        {
            Code = type.Replace('.', '_'),
            Subject = row.MemberId,
            Message = Of(type, row.NotificationId, row.MessageId, row.Topic, row.Priority),
        };

    private static string Field(string data, string name)
    {
        using var parsed = JsonDocument.Parse(data);
        return parsed.RootElement.GetProperty(name).GetString()!; // all events about notifications have it
    }

    private static Sentence Sentence(string type, EntityReference member) =>
        type switch
        {
            Created => Kernel.Vocabulary.Sentence.Say($"A notification was sent to {member}."),
            Corrected => Kernel.Vocabulary.Sentence.Say($"The text of a notification to {member} was corrected."),
            _ => Kernel.Vocabulary.Sentence.Say($"A notification to {member} was withdrawn."),
        };
}

/// <summary>A notification with the facts of its message that events contain.</summary>
internal sealed record NotificationRow(string TenantId, string NotificationId, string MemberId, string MessageId, string Topic, MessagePriority Priority);
