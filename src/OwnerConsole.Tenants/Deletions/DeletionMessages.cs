using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Messages to the application about deletions of tenants.</summary>
internal static class DeletionMessages
{
    public const string ScheduledEvent = "tenant.deletion_scheduled",
        CancelledEvent = "tenant.deletion_cancelled",
        DeletedEvent = "tenant.deleted";

    public static Message Scheduled => Message.Event(ScheduledEvent, new { });

    public static Message Cancelled => Message.Event(CancelledEvent, new { });

    public static Message Deleted => Message.Event(DeletedEvent, new { });
}
