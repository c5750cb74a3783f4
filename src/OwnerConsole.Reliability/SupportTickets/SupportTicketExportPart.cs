using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Support tickets in the data export of a tenant.</summary>
internal static class SupportTicketExportPart
{
    public static readonly ExportPart Tickets = new(
        "support_tickets",
        """
        select t.ticket_id as id, t.priority, t.opened_at, t.first_reply_at, t.resolved_at, t.reopened_at, t.updated_at, t.url
          from support_tickets.tickets t where t.tenant_id = @tenant and t.ticket_id > @after order by t.ticket_id limit @most
        """
    );
}
