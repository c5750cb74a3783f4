using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Tenants that were deleted. Their status is anonymised, and the list of all tenants leaves them out.</summary>
internal static class DeletedTenants
{
    /// <returns>Their number. Reads one entry of an index for each of them.</returns>
    public static Task<long> Count(Mode mode, UnitOfWork work) =>
        work.One<long>(
            """
            select count(*)
              from deletions.deletions d
              join core.tenants t on t.tenant_id = d.tenant_id and t.mode = @mode
             where d.deleted_at is not null and d.closed_by is null
            """,
            new { mode }
        );
}
