namespace OwnerConsole.Messaging.Notifications.Public;

/// <summary>The text of a notification, stored once for all its recipients.</summary>
/// <param name="TenantId">Tenant of all recipients, or tnt_platform if they belong to several.</param>
/// <param name="Topic">Key of the topic that members can opt out of, such as <c>news</c>.</param>
/// <param name="Title">Plain text of at most <see cref="MessageText.MaxTitleLength"/> characters.</param>
/// <param name="Body">Markdown of at most <see cref="MessageText.MaxBodyLength"/> characters. HTML and images are not shown.</param>
/// <param name="Source">ID of what sent it: a run or a broadcast.</param>
public sealed record NewMessage(string TenantId, string Topic, MessagePriority Priority, string Title, string Body, string Source)
{
    /// <summary>Address the notification leads to: https, or a path of the application that starts with a slash. Null for none.</summary>
    public string? Link { get; init; }

    /// <summary>Text of the link; null for the standard text.</summary>
    public string? LinkLabel { get; init; }

    /// <summary>ID of the message; null to create one.</summary>
    public string? Id { get; init; }
}
