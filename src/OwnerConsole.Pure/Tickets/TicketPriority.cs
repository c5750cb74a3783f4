using System.ComponentModel;

namespace OwnerConsole.Pure.Tickets;

/// <summary>Priority of a support ticket, the lowest first.</summary>
public enum TicketPriority
{
    [Description("Low")]
    Low,

    [Description("Normal")]
    Normal,

    [Description("High")]
    High,

    [Description("Urgent")]
    Urgent,
}
