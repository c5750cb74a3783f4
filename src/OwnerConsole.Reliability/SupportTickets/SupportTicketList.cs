using OwnerConsole.Data;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Reads support tickets, the latest first.</summary>
internal static class SupportTicketList
{
    public static async Task<OwnerConsole.Data.Page<SupportTicket>> Find(SupportTicketFilter filter, UnitOfWork work)
    {
        var (at, id) = filter.Cursor is { } cursor ? Cursor.ReadInstant(cursor) : default;
        var conditions = Conditions.And(
            (filter.TenantId is not null, "t.tenant_id = @TenantId"),
            (filter.State is TicketState.Open, "t.resolved_at is null"),
            (filter.State is TicketState.Resolved, "t.resolved_at is not null"),
            (filter.Priority is not null, "t.priority = @Priority"),
            (filter.Cursor is not null, "(t.opened_at, t.ticket_id) < (@at, @id)")
        );
        var rows = await work.List<SupportTicket>(
            $"""
            {SupportTicketRows.Columns}
             where t.mode = @Mode{conditions}
             order by t.opened_at desc, t.ticket_id desc
             limit @most
            """,
            new
            {
                filter.Mode,
                filter.TenantId,
                filter.Priority,
                at,
                id,
                most = filter.Limit + 1,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.OpenedAt, last.Id));
    }

    /// <returns>Whether any ticket of the mode is stored.</returns>
    public static Task<bool> HasAny(Mode mode, UnitOfWork work) =>
        work.One<bool>("select exists (select from support_tickets.tickets t where t.mode = @mode)", new { mode });
}
