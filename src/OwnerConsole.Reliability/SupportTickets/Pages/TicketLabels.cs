using OwnerConsole.Pure.Tickets;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.SupportTickets.Pages;

/// <summary>Words of support tickets on pages.</summary>
internal static class TicketLabels
{
    public static string State(TicketState state) => state is TicketState.Resolved ? "Resolved" : "Open";

    /// <returns>State of a ticket, which says also that it was resolved before.</returns>
    public static string State(SupportTicket ticket) => ticket is { State: TicketState.Open, ReopenedAt: not null } ? "Reopened" : State(ticket.State);

    public static (Glyph Glyph, Tone Tone) Look(SupportTicket ticket) =>
        ticket.State is TicketState.Resolved ? (Glyph.Check, Tone.Good) : (Glyph.Clock, Tone.Info);
}
