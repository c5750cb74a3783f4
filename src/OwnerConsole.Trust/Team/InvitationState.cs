namespace OwnerConsole.Trust.Team;

/// <summary>State of an invitation that was neither accepted nor withdrawn.</summary>
public enum InvitationState
{
    Open,

    /// <summary>The invitation has expired.</summary>
    Over,

    /// <summary>The sender has left the team or can no longer assign the role.</summary>
    Ended,
}
