using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Overrides;

/// <summary>Lists a tenant's overrides, open overrides first.</summary>
public sealed class OverrideList
{
    /// <summary>SQL condition for an override <c>o</c> that no one has ended and that has not expired.</summary>
    internal const string IsOpen = "o.closed_by is null and (o.until_at is null or o.until_at > now())";

    /// <summary>SQL expression for a tenant <c>s</c> that grows whenever one of its overrides is opened, ended or expires.</summary>
    internal const string Revision =
        "(select count(*) + count(o.closed_by) + count(*) filter (where o.until_at <= now()) from entitlements.overrides o where o.tenant_id = s.tenant_id)";

    public Task<IReadOnlyList<Override>> Find(string tenantId, UnitOfWork work) =>
        work.List<Override>(
            $"""
            select o.override_id as id, o.feature, o.allows, {IsOpen} as is_open, o.until_at, o.reason, o.opened_by, o.opened_at, o.closed_by, o.closed_at
              from entitlements.overrides o
             where o.tenant_id = @tenantId
             order by is_open desc, o.opened_at desc
             limit 500
            """,
            new { tenantId }
        );
}

/// <summary>A limit of a tenant that replaces the limit from its plans.</summary>
/// <param name="Id">Id of the override; it stays the same when an undo restores it.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Allows">What is granted: on, off, a number, unlimited, or a text value.</param>
/// <param name="IsOpen">Whether the override has been neither ended nor expired.</param>
/// <param name="UntilAt">When the override expires; null for a permanent override.</param>
/// <param name="Reason">Reason entered by your team; null once the tenant is anonymised.</param>
/// <param name="OpenedBy">Run that created the override.</param>
/// <param name="ClosedBy">Run that ended the override; null if it is open or expired on its own.</param>
public sealed record Override(
    string Id,
    string Feature,
    string Allows,
    bool IsOpen,
    DateTimeOffset? UntilAt,
    string? Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
);
