using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>A tenant's overrides, the open ones first.</summary>
public sealed class Overrides
{
    /// <summary>Of an override <c>o</c>: nobody ended it, and its end has not come.</summary>
    internal const string IsOpen = "o.closed_by is null and (o.until_at is null or o.until_at > now())";

    /// <summary>Of a tenant <c>s</c>: grows when an override is opened, is ended, or ends by itself.</summary>
    internal const string Revision =
        "(select count(*) + count(o.closed_by) + count(*) filter (where o.until_at <= now()) from entitlements.overrides o where o.tenant_id = s.tenant_id)";

    public Task<IReadOnlyList<Override>> Find(string tenantId, Work work) =>
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

/// <summary>What a tenant may use instead of what its plans say.</summary>
/// <param name="Id">the same when an undo brings it back</param>
/// <param name="Feature">its key</param>
/// <param name="Allows">on or off, a number or unlimited, or a value</param>
/// <param name="IsOpen">nobody ended it, and its end has not come</param>
/// <param name="UntilAt">when it is over; null for no end</param>
/// <param name="Reason">in the owner's words; null once the tenant is anonymised</param>
/// <param name="OpenedBy">the run that decided it</param>
/// <param name="ClosedBy">the run that ended it; null for one that is open or that ended by itself</param>
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
