namespace OwnerConsole.Client;

/// <summary>The newest in-app notifications of a member.</summary>
/// <param name="Data">Notifications, newest first.</param>
/// <param name="Unread">Number of all unread notifications of the member, at most 1,000.</param>
public sealed record MemberNotifications(IReadOnlyList<MemberNotification> Data, int Unread);
