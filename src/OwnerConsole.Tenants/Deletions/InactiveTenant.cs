using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Tenants.Duplicates.Public;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>A tenant without activity for longer than the retention period.</summary>
/// <param name="LastActiveAt">Last reported activity; null if none was reported, so that the period counts from its creation.</param>
internal sealed record InactiveTenant(string TenantId, string Name, DateTimeOffset? LastActiveAt)
{
    /// <summary>Deleting a tenant with more members needs a second approver.</summary>
    private const int MaxMembers = 5_000;

    /// <summary>When the console learned of the tenant <c>r</c>. An imported tenant can be old, but its activity was not reported before.</summary>
    private const string KnownSince = "(select min(l.at) from core.log l where l.tenant_id = r.tenant_id)";

    private static readonly string s_lastActive = TenantActivity.Last("r.tenant_id");

    /// <summary>Time from which the period of the tenant <c>r</c> counts. A cancelled deletion starts it again, so that it isn't scheduled an hour later.</summary>
    private static readonly string s_countsFrom =
        $"greatest(r.opened_at, {KnownSince}, {s_lastActive}, (select max(d.closed_at) from deletions.deletions d where d.tenant_id = r.tenant_id))";

    /// <summary>Whether the tenant <c>r</c> has a trial, a subscription or an unpaid invoice.</summary>
    private static readonly string s_isBilled = $"""
        (exists (select from core.tenants t where t.tenant_id = r.tenant_id and {TrialEnds.CurrentEnd} > now())
         or exists (select from billing.subscriptions b
                     where b.tenant_id = r.tenant_id and b.ended_at is null and b.status not in ('canceled', 'incomplete_expired'))
         or exists (select from billing.invoices i where i.tenant_id = r.tenant_id and i.status = 'open' and i.remaining_minor > 0))
        """;

    private static readonly string s_isMerged = OpenTenantMerges.Includes("r.tenant_id", $"'{ConsoleTasks.MergeTenants}'");

    /// <summary>Live tenants, of which those are due that can be deleted. Test tenants are left out, because their activity says nothing.</summary>
    public static RetainedRows Rows { get; } =
        new("core.tenants", s_countsFrom, IsDue)
        {
            Condition = "r.mode = 'live' and not exists (select from core.tenant_status s where s.tenant_id = r.tenant_id and s.lifecycle = 'anonymised')",
            AreTenants = true,
            AgeIndexes = [],
        };

    /// <param name="period">Retention period as an SQL expression of type interval, which can use <paramref name="days"/>.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Tenants whose deletion can be scheduled, longest inactive first.</returns>
    public static Task<IReadOnlyList<InactiveTenant>> ListDue(string period, int days, int limit, UnitOfWork work) =>
        work.List<InactiveTenant>(
            $"""
            select r.tenant_id, r.name, {s_lastActive} as last_active_at
              from core.tenants r
             where {Rows.Condition} and ({IsDue(period)}) and not {LegalHolds.CoversAny("r")}
             order by {s_countsFrom}, r.tenant_id
             limit @limit
            """,
            new { days, limit }
        );

    /// <param name="principal">Requester of the policy's runs.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Tenants whose deletion the policy scheduled and whose data is complete, but which have been active or billed since.</returns>
    public static Task<IReadOnlyList<InactiveTenant>> ListReturned(string principal, int limit, UnitOfWork work) =>
        work.List<InactiveTenant>(
            $"""
            select r.tenant_id, r.name, {s_lastActive} as last_active_at
              from deletions.deletions x
              join core.runs o on o.run_id = x.opened_by and o.requested_by = @principal
              join core.tenants r on r.tenant_id = x.tenant_id
             where x.closed_by is null and x.asked_at is null and x.deleted_at is null
               and (r.mrr <> 0 or {s_isBilled} or {TenantActivity.IsReportedSince("r.tenant_id", "x.opened_at")}
                    or exists (select from core.tenant_summaries p where p.tenant_id = r.tenant_id and p.last_seen_at > x.opened_at))
             order by x.due_at
             limit @limit
            """,
            new { principal, limit }
        );

    /// <summary>Condition for a tenant <c>r</c> that was inactive for the period and has nothing to pay or to use. A period of 0 is never over.</summary>
    private static string IsDue(string keep) =>
        $"""
            {keep} > interval '0' and r.mode = 'live' and r.mrr = 0 and r.opened_at < now() - {keep}
            and exists (select from core.tenant_summaries p
                         where p.tenant_id = r.tenant_id and p.last_seen_at < now() - {keep} and p.members <= {MaxMembers})
            and exists (select from core.tenant_status s where s.tenant_id = r.tenant_id and s.lifecycle <> 'anonymised' and not s.past_due)
            and not {TenantActivity.IsReportedSince("r.tenant_id", $"now() - {keep}")}
            and not exists (select from deletions.deletions d
                             where d.tenant_id = r.tenant_id and (d.closed_by is null or d.closed_at >= now() - {keep}))
            and coalesce({KnownSince}, '-infinity') < now() - {keep}
            and not {s_isBilled}
            and not {s_isMerged}
            """;
}
