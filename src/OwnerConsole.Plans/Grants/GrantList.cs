using OwnerConsole.Data;

namespace OwnerConsole.Plans.Grants;

/// <summary>Lists a tenant's grants, open grants first.</summary>
public sealed class GrantList
{
    /// <summary>SQL condition for a grant <c>g</c> that no one has ended and that has not expired.</summary>
    internal const string IsOpen = "g.closed_by is null and (g.until_at is null or g.until_at > now())";

    /// <summary>SQL expression for a tenant <c>s</c> that grows whenever one of its grants is opened, ended or expires.</summary>
    internal const string Revision =
        "(select count(*) + count(g.closed_by) + count(*) filter (where g.until_at <= now()) from grants.grants g where g.tenant_id = s.tenant_id)";

    public Task<IReadOnlyList<Grant>> Find(string tenantId, UnitOfWork work) =>
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

/// <summary>A plan given without payment: it counts 0 in MRR and is never written to Stripe.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="IsOpen">Whether the grant has been neither ended nor expired.</param>
/// <param name="UntilAt">When the grant expires; null for a permanent grant.</param>
/// <param name="Reason">Reason entered by your team.</param>
/// <param name="OpenedBy">Run that granted the plan.</param>
/// <param name="ClosedBy">Run that ended the grant; null if it is open or expired on its own.</param>
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
