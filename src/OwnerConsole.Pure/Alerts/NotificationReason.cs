namespace OwnerConsole.Pure.Alerts;

/// <summary>Why a group sends a notification.</summary>
public enum NotificationReason
{
    /// <summary>An alert is firing that the previous notification didn't contain.</summary>
    NewFiring,

    /// <summary>An alert of the previous notification was resolved, and others are still firing.</summary>
    NewResolved,

    /// <summary>All alerts of the previous notification were resolved.</summary>
    AllResolved,

    /// <summary>Nothing has changed since the previous notification, which was long ago.</summary>
    Repeat,
}
