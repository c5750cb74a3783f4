namespace OwnerConsole.Pure.Alerts;

/// <summary>Phase of an alert.</summary>
public enum AlertPhase
{
    /// <summary>The condition isn't met.</summary>
    Inactive,

    /// <summary>The condition is met, but not yet for long enough.</summary>
    Pending,

    /// <summary>The condition has been met for long enough, or has ended too recently to resolve the alert.</summary>
    Firing,

    /// <summary>The alert has fired, and its condition has ended.</summary>
    Resolved,
}
