namespace OwnerConsole.Pure.Tickets;

/// <summary>Words of priorities of support tickets.</summary>
public static class TicketPriorities
{
    /// <returns>Label of a priority.</returns>
    public static string Title(this TicketPriority priority) =>
        priority switch
        {
            TicketPriority.Low => "Low",
            TicketPriority.High => "High",
            TicketPriority.Urgent => "Urgent",
            _ => "Normal",
        };
}
