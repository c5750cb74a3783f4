namespace OwnerConsole.Client;

/// <summary>An in-app notification of a member.</summary>
/// <param name="Id">ID of the notification.</param>
/// <param name="Topic">Key of the topic, such as news.</param>
/// <param name="Priority">Importance: low, medium, high or urgent.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Html">Safe HTML without scripts, images and forms, to be shown as it is.</param>
/// <param name="Link">An https address, or a path of your application; null if there is none.</param>
/// <param name="LinkLabel">Text of the link; null to use your own.</param>
/// <param name="CreatedAt">When it was delivered.</param>
/// <param name="ReadAt">When the member read it; null while it is unread.</param>
public sealed record MemberNotification(
    string Id,
    string Topic,
    string Priority,
    string Title,
    string Html,
    string? Link,
    string? LinkLabel,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReadAt
)
{
    /// <summary>Whether the member has not read it yet.</summary>
    public bool IsUnread => ReadAt is null;
}
