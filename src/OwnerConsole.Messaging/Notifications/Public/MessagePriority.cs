namespace OwnerConsole.Messaging.Notifications.Public;

/// <summary>Importance of a message. Urgent messages ignore quiet hours and frequency caps.</summary>
public enum MessagePriority
{
    Low,
    Medium,
    High,
    Urgent,
}
