using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Grants;

/// <summary>A tenant's grants, the open ones first.</summary>
public sealed class GrantList
{
    /// <summary>Of a grant <c>g</c>: nobody ended it, and its end has not come.</summary>
    internal const string IsOpen = "g.closed_by is null and (g.until_at is null or g.until_at > now())";

    /// <summary>Of a tenant <c>s</c>: grows when a grant is opened, is ended, or ends by itself.</summary>
    internal const string Revision =
        "(select count(*) + count(g.closed_by) + count(*) filter (where g.until_at <= now()) from grants.grants g where g.tenant_id = s.tenant_id)";

    public Task<IReadOnlyList<Grant>> Find(string tenantId, Work work) =>
        work.List<Grant>(
            $"""
            select g.plan, {IsOpen} as is_open, g.until_at, g.reason, g.opened_by, g.opened_at, g.closed_by, g.closed_at
              from grants.grants g
             where g.tenant_id = @tenantId
             order by is_open desc, g.opened_at desc
             limit 500
            """,
            new { tenantId }
        );
}

/// <summary>A plan that was given without payment: it counts 0 in MRR and never reaches Stripe.</summary>
/// <param name="Plan">the plan's key</param>
/// <param name="IsOpen">nobody ended it, and its end has not come</param>
/// <param name="UntilAt">when it is over; null for no end</param>
/// <param name="Reason">in the owner's words</param>
/// <param name="OpenedBy">the run that granted</param>
/// <param name="ClosedBy">the run that ended it; null for one that is open or that ended by itself</param>
public sealed record Grant(
    string Plan,
    bool IsOpen,
    DateTimeOffset? UntilAt,
    string? Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
);
