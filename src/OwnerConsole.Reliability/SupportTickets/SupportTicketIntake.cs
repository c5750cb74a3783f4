using OwnerConsole.Data;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Stores reports of support tickets. The later update of a ticket wins, in whatever order reports arrive.</summary>
internal sealed class SupportTicketIntake(Database database)
{
    /// <summary>Reports in one request.</summary>
    public const int MaxTickets = 1_000;

    /// <summary>A further attempt is needed only if a ticket moved to a tenant that it did not have before.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Stores all reports or none.</summary>
    /// <param name="tickets">Checked reports of different tickets.</param>
    /// <param name="mode">Mode of the tenants that the reports can name. Tickets of the other mode with the same ID are not changed.</param>
    /// <returns>The tickets as they are stored now, in the order of the reports.</returns>
    /// <exception cref="Problem">422: a tenant is unknown. 503: other reports kept moving one of the tickets to other tenants.</exception>
    public async Task<IReadOnlyList<SupportTicket>> Store(IReadOnlyList<ReportedTicket> tickets, Mode mode, CancellationToken stop)
    {
        database.DiskSpaceGuard.ThrowIfFull();
        var owners = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            Dictionary<string, string> tenants;
            await using (var reading = await database.Read(stop))
            {
                tenants = await FindTenants(tickets, mode, reading);
                owners.UnionWith(await FindOwners(tickets, mode, reading)); // earlier ones stay, because a ticket can move back
            }
            var targets = tickets.Select(ticket => (Ticket: ticket, TenantId: tenants[ticket.Report.Tenant])).ToList();
            if (await TransientErrors.Retry(() => Write(targets, owners, mode, stop), stop) is { } stored)
                return stored;
        }
        throw new Problem(503, "tickets_moved", "Other reports moved a ticket between tenants at the same time. Nothing was stored. Send the report again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }

    /// <returns>Null when another request has moved one of the tickets to another tenant at the same time; its tenant is then read again.</returns>
    private async Task<IReadOnlyList<SupportTicket>?> Write(
        IReadOnlyList<(ReportedTicket Ticket, string TenantId)> targets,
        IReadOnlyCollection<string> owners,
        Mode mode,
        CancellationToken stop
    )
    {
        var tenants = targets.Select(target => target.TenantId).Distinct(StringComparer.Ordinal).ToArray();
        var ids = targets.Select(target => target.Ticket.Id).ToArray();
        await using var work = await database.Write(WriteOrigin.Intake("support_ticket.report"), [.. tenants.Union(owners, StringComparer.Ordinal)], stop);
        // Links are not stored after a tenant was anonymised, and an anonymisation in progress waits until they are stored. All of the rows are locked
        // before any is read: a condition on the lifecycle could be applied first, and would leave the others unlocked.
        await work.List<string>(
            "select s.tenant_id from core.tenant_status s where s.tenant_id = any(@tenants) order by s.tenant_id for share of s",
            new { tenants }
        );
        var anonymised = (
            await work.List<string>(
                "select s.tenant_id from core.tenant_status s where s.tenant_id = any(@tenants) and s.lifecycle = 'anonymised'",
                new { tenants }
            )
        ).ToHashSet(StringComparer.Ordinal);
        await SupportTicketRows.Lock(ids, work);
        await SupportTicketRows.Store(
            [
                .. targets.Select(target => new OwnedTicket(
                    target.Ticket.Id,
                    target.TenantId,
                    target.Ticket.Report,
                    anonymised.Contains(target.TenantId) ? null : target.Ticket.Report.Url.TrimToNull()
                )),
            ],
            mode,
            work
        );
        var stored = (await SupportTicketRows.Find(ids, mode, work)).ToDictionary(ticket => ticket.Id, StringComparer.Ordinal);
        if (stored.Count < targets.Count)
            return null;
        await work.Commit();
        return [.. targets.Select(target => stored[target.Ticket.Id])];
    }

    /// <returns>IDs of tenants of the mode by the name that a report uses.</returns>
    private static async Task<Dictionary<string, string>> FindTenants(IReadOnlyList<ReportedTicket> tickets, Mode mode, UnitOfWork reading)
    {
        var names = tickets.Select(ticket => ticket.Report.Tenant).Distinct(StringComparer.Ordinal).ToArray();
        var found = (
            await reading.List<TenantOfReport>(
                """
                select n.name, f.tenant_id
                  from unnest((select @names::text[])) n(name)
                  join lateral (
                    select t.tenant_id from core.tenants t where t.tenant_id = n.name and t.mode = @mode
                    union all
                    select t.tenant_id from core.tenants t where n.name like 'ext:%' and t.external_id = substr(n.name, 5) and t.mode = @mode
                  ) f on f.tenant_id <> 'tnt_platform'
                """,
                new { names, mode }
            )
        ).ToDictionary(row => row.Name, row => row.TenantId, StringComparer.Ordinal);
        if (tickets.FirstOrDefault(ticket => !found.ContainsKey(ticket.Report.Tenant)) is { } unknown)
            throw SupportTicketReport.Invalid(
                unknown.At,
                "tenant",
                $"no tenant with {mode.ToText()} data has this ID. Send its ID (tnt_…), or ext: and your own ID.",
                "unknown_tenant"
            );
        return found;
    }

    /// <returns>IDs of the tenants that have the tickets now.</returns>
    private static Task<IReadOnlyList<string>> FindOwners(IReadOnlyList<ReportedTicket> tickets, Mode mode, UnitOfWork reading) =>
        reading.List<string>(
            "select distinct t.tenant_id from support_tickets.tickets t where t.mode = @mode and t.ticket_id = any(@ids)",
            new { ids = tickets.Select(ticket => ticket.Id).ToArray(), mode }
        );

    private sealed record TenantOfReport(string Name, string TenantId);
}
