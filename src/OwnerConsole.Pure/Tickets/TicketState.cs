namespace OwnerConsole.Pure.Tickets;

/// <summary>Whether a support ticket is resolved.</summary>
public enum TicketState
{
    /// <summary>Not resolved, or reopened since.</summary>
    Open,

    Resolved,
}
