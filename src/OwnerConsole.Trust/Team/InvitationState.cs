namespace OwnerConsole.Trust.Team;

/// <summary>How an invitation stands that nobody has come by and nobody has withdrawn.</summary>
public enum InvitationState
{
    Open,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>Whoever sent it has left the team, or may not give that role any more.</summary>
    Ended,
}
