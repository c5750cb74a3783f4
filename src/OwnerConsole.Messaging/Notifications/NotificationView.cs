using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Notifications;

/// <summary>A notification of a member in the API.</summary>
/// <param name="Id">ID of the notification.</param>
/// <param name="MemberId">Member who received it. After a merge, it can be the former record of the member.</param>
/// <param name="MessageId">ID of the message, the same for all its recipients.</param>
/// <param name="Topic">Key of the topic, such as news.</param>
/// <param name="Priority">Importance of the message.</param>
/// <param name="Title">Title as plain text.</param>
/// <param name="Body">Text as Markdown. HTML in it is not meant to be shown.</param>
/// <param name="Html">The text as safe HTML, without scripts, images and forms.</param>
/// <param name="Link">An https address, or a path of your application; null if there is none.</param>
/// <param name="LinkLabel">Text of the link; null to use your own.</param>
/// <param name="CreatedAt">When it was delivered.</param>
/// <param name="CorrectedAt">When its text was last replaced; null if it never was.</param>
/// <param name="ReadAt">When the member read it; null while it is unread.</param>
/// <param name="ClickedAt">When the member first opened its link; null if they haven't.</param>
public sealed record NotificationView(
    string Id,
    string MemberId,
    string MessageId,
    string Topic,
    MessagePriority Priority,
    string Title,
    string Body,
    string Html,
    string? Link,
    string? LinkLabel,
    DateTimeOffset CreatedAt,
    DateTimeOffset? CorrectedAt,
    DateTimeOffset? ReadAt,
    DateTimeOffset? ClickedAt
)
{
    internal static NotificationView Of(InboxRow row) =>
        new(
            row.NotificationId,
            row.MemberId,
            row.MessageId,
            row.Topic,
            row.Priority,
            row.Title,
            row.Body,
            NotificationHtml.Of(row.Body),
            row.Link,
            row.LinkLabel,
            row.OpenedAt,
            row.CorrectedAt,
            row.ReadAt,
            row.ClickedAt
        );
}

/// <summary>A page of a member's notifications.</summary>
/// <param name="Data">Notifications, newest first.</param>
/// <param name="NextCursor">Cursor of the next page; null on the last page.</param>
/// <param name="Unread">Number of all unread notifications of the member, at most 1,000.</param>
public sealed record NotificationPage(IReadOnlyList<NotificationView> Data, string? NextCursor, int Unread);

/// <summary>Number of unread notifications of a member.</summary>
/// <param name="Unread">At most 1,000.</param>
public sealed record UnreadNotifications(int Unread);

/// <summary>A change of a member's inbox, as streamed.</summary>
/// <param name="Id">ID of the notification.</param>
/// <param name="Unread">Number of all unread notifications of the member, at most 1,000.</param>
/// <param name="Notification">The notification as it is now; null if it was withdrawn.</param>
public sealed record StreamedNotification(string Id, int Unread, NotificationView? Notification);
