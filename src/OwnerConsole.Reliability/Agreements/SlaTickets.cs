using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Reads the support tickets that count for an SLA, in one statement for all of its tenants.</summary>
internal static class SlaTickets
{
    /// <summary>Tickets on the page of an SLA.</summary>
    public const int MaxMissed = 50;

    /// <summary>Tickets of the periods that are running or ended in this number of days are on the page of an SLA.</summary>
    public const int ListedDays = 31;

    /// <summary>The longest period, a year, can have started this many days ago and be listed.</summary>
    private const int MaxListedDays = 366 + ListedDays;

    /// <summary>
    /// Finds the range of a ticket's opening time among adjacent ranges with their due times, so that the database compares times without knowing business
    /// hours. The search is binary, because a year has hundreds of ranges.
    /// </summary>
    private const string JoinRange = "cross join lateral (select width_bucket(t.opened_at, @starts) as place) d";

    private const string IsOfPriority = "(@Priority is null or t.priority = @Priority)";

    /// <param name="tenants">IDs of the tenants of the SLA.</param>
    /// <param name="to">End of the period, or now.</param>
    /// <param name="now">Time until which tickets could be answered or resolved.</param>
    /// <returns>
    /// Tickets that were opened in the period by tenant, and those that were not answered or resolved in time; without tenants that have none. Open tickets
    /// that still have time are left out.
    /// </returns>
    public static async Task<IReadOnlyDictionary<string, EventCount>> Count(
        Sla sla,
        IReadOnlyList<string> tenants,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        UnitOfWork reading
    )
    {
        var due = ListDue(sla, from, to);
        var rows = await reading.List<TicketCount>(
            $"""
            select c.tenant_id, count(*) as events, count(*) filter (where c.is_late) as bad
              from (select t.tenant_id, {DoneAt(sla.Kind)} as done_at, {IsLate(sla.Kind)} as is_late
                      from support_tickets.tickets t
                      {JoinRange}
                     where t.tenant_id = any(@tenants) and t.opened_at >= @from and t.opened_at < @to and {IsOfPriority}) c
             where c.done_at is not null or c.is_late
             group by c.tenant_id
            """,
            new
            {
                tenants,
                sla.Priority,
                starts = Starts(due),
                dues = Dues(due),
                moves = Moves(due),
                from,
                to,
                now,
            }
        );
        return rows.ToDictionary(row => row.TenantId, row => new EventCount(row.Events, row.Bad), StringComparer.Ordinal);
    }

    /// <param name="sla">An SLA about tickets.</param>
    /// <param name="mode">Mode of the tenants.</param>
    /// <param name="tenantId">ID of the only tenant; null for all.</param>
    /// <param name="now">Current time.</param>
    /// <returns>Tickets of recent periods that were not answered or resolved in time, the latest first.</returns>
    public static async Task<IReadOnlyList<MissedTicket>> ListMissed(Sla sla, Mode mode, string? tenantId, DateTimeOffset now, UnitOfWork reading)
    {
        var (due, calendar) = (ListDue(sla, now.AddDays(-MaxListedDays), now), sla.Calendar);
        var missed = await reading.List<MissedTicket>(
            $"""
            select t.ticket_id as id, t.tenant_id, coalesce(n.name, t.tenant_id) as tenant, t.priority, t.opened_at, {DoneAt(sla.Kind)} as done_at, t.url
              from agreements.periods p
              join support_tickets.tickets t on t.mode = @mode and t.opened_at >= p.starts_at and t.opened_at < p.ends_at
              {JoinRange}
              join agreements.results r on r.tenant_id = t.tenant_id and r.sla_id = @Id and r.starts_on = p.starts_on
              join core.tenants n on n.tenant_id = t.tenant_id
             where p.tenant_id = 'tnt_platform' and p.sla_id = @Id and p.ends_at > @now - interval '{ListedDays} days'
               and {IsOfPriority} and {IsLate(sla.Kind)}{Conditions.And((tenantId is not null, "t.tenant_id = @tenantId"))}
             order by t.opened_at desc, t.ticket_id desc
             limit {MaxMissed}
            """,
            new
            {
                sla.Id,
                mode,
                sla.Priority,
                starts = Starts(due),
                dues = Dues(due),
                moves = Moves(due),
                tenantId,
                now,
            }
        );
        return calendar is null ? missed : [.. missed.Select(ticket => ticket with { BusinessTime = calendar.Between(ticket.OpenedAt, ticket.DoneAt ?? now) })];
    }

    private static IReadOnlyList<DueRange> ListDue(Sla sla, DateTimeOffset from, DateTimeOffset to) =>
        sla.Calendar?.ListDue(from, to, sla.Limit) ?? [new(from, to, from + sla.Limit, Moves: true)];

    private static DateTimeOffset[] Starts(IReadOnlyList<DueRange> due) => [.. due.Select(range => range.From.ToUniversalTime())];

    private static DateTimeOffset[] Dues(IReadOnlyList<DueRange> due) => [.. due.Select(range => range.DueAt.ToUniversalTime())];

    private static bool[] Moves(IReadOnlyList<DueRange> due) => [.. due.Select(range => range.Moves)];

    /// <summary>A ticket that was resolved without a reply was answered then.</summary>
    private static string DoneAt(SlaKind kind) => kind is SlaKind.FirstReply ? "coalesce(t.first_reply_at, t.resolved_at)" : "t.resolved_at";

    private static string IsLate(SlaKind kind) =>
        $"coalesce({DoneAt(kind)}, @now) > (@dues)[d.place] + case when (@moves)[d.place] then t.opened_at - (@starts)[d.place] else interval '0' end";

    private sealed record TicketCount(string TenantId, long Events, long Bad);
}

/// <summary>A support ticket that was not answered or resolved in time.</summary>
/// <param name="Id">ID in the help desk.</param>
/// <param name="TenantId">ID of the tenant.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Priority">Priority in the help desk.</param>
/// <param name="OpenedAt">When the customer opened it.</param>
/// <param name="DoneAt">When it was answered or resolved; null before.</param>
/// <param name="Url">Page of the ticket in the help desk; null if it was not reported.</param>
public sealed record MissedTicket(
    string Id,
    string TenantId,
    string Tenant,
    TicketPriority Priority,
    DateTimeOffset OpenedAt,
    DateTimeOffset? DoneAt,
    string? Url
)
{
    /// <summary>Business time until it was answered or resolved, or until now; null if all hours count.</summary>
    internal TimeSpan? BusinessTime { get; init; }
}
