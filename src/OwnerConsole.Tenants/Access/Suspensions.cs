using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Access;

/// <summary>Reads a tenant's suspensions, the open one first.</summary>
public sealed class Suspensions
{
    public Task<IReadOnlyList<Suspension>> Find(string tenantId, UnitOfWork work) =>
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

/// <param name="Cause">Why the tenant was suspended.</param>
/// <param name="Message">Message shown to the tenant's users.</param>
/// <param name="OpenedBy">ID of the run that suspended the tenant.</param>
/// <param name="ClosedBy">ID of the run that lifted the suspension; null while it is open.</param>
public sealed record Suspension(SuspensionCause Cause, string? Message, string OpenedBy, DateTimeOffset OpenedAt, string? ClosedBy, DateTimeOffset? ClosedAt);
