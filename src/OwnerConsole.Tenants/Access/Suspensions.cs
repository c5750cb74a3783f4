using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Access;

/// <summary>A tenant's suspensions, the open one first.</summary>
public sealed class Suspensions
{
    public Task<IReadOnlyList<Suspension>> Find(string tenantId, Work work) =>
        work.List<Suspension>(
            """
            select cause, message, opened_by, opened_at, closed_by, closed_at
              from access.suspensions
             where tenant_id = @tenantId
             order by closed_by is null desc, opened_at desc
             limit 500
            """,
            new { tenantId }
        );
}

/// <param name="Message">for the tenant's people, in the owner's words</param>
/// <param name="OpenedBy">the run that suspended</param>
/// <param name="ClosedBy">the run that lifted it; null while it is open</param>
public sealed record Suspension(SuspensionCause Cause, string? Message, string OpenedBy, DateTimeOffset OpenedAt, string? ClosedBy, DateTimeOffset? ClosedAt);
