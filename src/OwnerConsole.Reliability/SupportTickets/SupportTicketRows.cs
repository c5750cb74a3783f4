using OwnerConsole.Data;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Writes and reads rows of support tickets, in a few statements for any number of reports.</summary>
internal static class SupportTicketRows
{
    /// <summary>Columns of a <see cref="SupportTicket"/>.</summary>
    public const string Columns = """
        select t.ticket_id as id, t.tenant_id, coalesce(n.name, t.tenant_id) as tenant, t.priority,
               case when t.resolved_at is null then 'open' else 'resolved' end as state, t.opened_at, t.first_reply_at, t.resolved_at, t.reopened_at,
               t.updated_at, t.url
          from support_tickets.tickets t
          join core.tenants n on n.tenant_id = t.tenant_id
        """;

    private const string Reported = """
        unnest(@ids, @tenants, @priorities, @opened, @replied::timestamptz[], @resolved::timestamptz[], @reopened::timestamptz[], @updated, @urls)
          n(ticket_id, tenant_id, priority, opened_at, first_reply_at, resolved_at, reopened_at, updated_at, url)
        """;

    private const string Changed = "priority, opened_at, first_reply_at, resolved_at, reopened_at, updated_at, url";

    /// <summary>Reports of the same ticket are stored one after the other; those of other tickets rarely wait.</summary>
    /// <remarks>Locks are taken in the order of their numbers, so that requests don't wait for each other in a circle. A large request takes at most 32.</remarks>
    public static Task Lock(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute(
            """
            select pg_advisory_xact_lock(hashtextextended('support_tickets.tickets', b.number))
              from (select distinct mod(abs(hashtext(i.id)::bigint), 32) as number from unnest(@ids) i(id) order by number) b
            """,
            new { ids }
        );

    /// <param name="mode">Mode of the tenants of the reports.</param>
    /// <param name="work">Names the tenants of the reports and those that have the tickets now.</param>
    /// <remarks>A ticket that moves to another tenant is removed from the earlier one. Rows that don't change are not written.</remarks>
    public static async Task Store(IReadOnlyList<OwnedTicket> tickets, Mode mode, UnitOfWork work)
    {
        var reported = new
        {
            mode,
            ids = tickets.Select(ticket => ticket.Id).ToArray(),
            tenants = tickets.Select(ticket => ticket.TenantId).ToArray(),
            priorities = tickets.Select(ticket => ticket.Report.Priority.ToText()).ToArray(),
            opened = tickets.Select(ticket => ticket.Report.OpenedAt.ToUniversalTime()).ToArray(),
            replied = tickets.Select(ticket => ticket.Report.FirstReplyAt?.ToUniversalTime()).ToArray(),
            resolved = tickets.Select(ticket => ticket.Report.ResolvedAt?.ToUniversalTime()).ToArray(),
            reopened = tickets.Select(ticket => ticket.Report.ReopenedAt?.ToUniversalTime()).ToArray(),
            updated = tickets.Select(ticket => ticket.Report.UpdatedAt.ToUniversalTime()).ToArray(),
            urls = tickets.Select(ticket => ticket.Url).ToArray(),
        };
        await work.Execute(
            $"""
            delete from support_tickets.tickets t using {Reported}
             where t.mode = @mode and t.ticket_id = n.ticket_id and t.tenant_id <> n.tenant_id and t.updated_at <= n.updated_at
            """,
            reported
        );
        await work.Execute(
            $"""
            update support_tickets.tickets t set ({Changed}) = (n.priority, n.opened_at, n.first_reply_at, n.resolved_at, n.reopened_at, n.updated_at, n.url)
              from {Reported}
             where t.tenant_id = n.tenant_id and t.ticket_id = n.ticket_id and t.updated_at <= n.updated_at
               and (t.priority, t.opened_at, t.first_reply_at, t.resolved_at, t.reopened_at, t.updated_at, t.url)
                     is distinct from (n.priority, n.opened_at, n.first_reply_at, n.resolved_at, n.reopened_at, n.updated_at, n.url)
            """,
            reported
        );
        // A row of a tenant that this transaction can't see is a conflict too.
        await work.Execute(
            $"""
            insert into support_tickets.tickets (tenant_id, ticket_id, mode, {Changed})
            select n.tenant_id, n.ticket_id, @mode, n.priority, n.opened_at, n.first_reply_at, n.resolved_at, n.reopened_at, n.updated_at, n.url
              from {Reported}
             where not exists (select from support_tickets.tickets t where t.mode = @mode and t.ticket_id = n.ticket_id)
            on conflict do nothing
            """,
            reported
        );
    }

    public static Task<IReadOnlyList<SupportTicket>> Find(IReadOnlyCollection<string> ids, Mode mode, UnitOfWork work) =>
        work.List<SupportTicket>($"{Columns} where t.mode = @mode and t.ticket_id = any(@ids)", new { ids, mode });
}

/// <summary>A reported ticket with its tenant.</summary>
/// <param name="Url">Null also if the tenant is anonymised.</param>
internal sealed record OwnedTicket(string Id, string TenantId, SupportTicketReport Report, string? Url);
