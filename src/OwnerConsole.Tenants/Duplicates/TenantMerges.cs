using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Stores which tenants are merged. Updated when the application confirms that it has merged two tenants or separated them again.</summary>
internal static class TenantMerges
{
    /// <summary>Records that the application has merged a tenant into the one that the run's task names.</summary>
    /// <param name="work">Names the tenant.</param>
    /// <returns>ID of the tenant that remains.</returns>
    public static async Task<string> Record(string tenantId, string runId, UnitOfWork work) =>
        (
            await work.One<string>(
                """
                insert into duplicates.tenant_merges (tenant_id, into_id, opened_by, from_at)
                select t.tenant_id, t.other_id, @runId, now() from core.tasks t
                 where t.tenant_id = @tenantId and t.run_id = @runId and t.subject_id = @tenantId
                returning into_id
                """,
                new { tenantId, runId }
            )
        )!; // the task of the run exists, and a tenant has no other open merge while it runs

    /// <summary>Records that the application has separated the tenants again.</summary>
    /// <param name="undo">The run that undoes the merge.</param>
    /// <param name="work">Names the tenant.</param>
    public static Task Separate(string tenantId, string undo, UnitOfWork work) =>
        work.Execute(
            """
            update duplicates.tenant_merges g set to_at = now(), closed_by = @undo from core.runs u
             where u.run_id = @undo and g.tenant_id = @tenantId and g.opened_by = u.undo_of and g.to_at is null
            """,
            new { tenantId, undo }
        );

    /// <param name="work">Names the tenants.</param>
    /// <returns>Tenants that this run has merged and that are not separated.</returns>
    public static async Task<IReadOnlySet<string>> FindMerged(IReadOnlyList<string> ids, string runId, UnitOfWork work) =>
        (
            await work.List<string>(
                "select g.tenant_id from duplicates.tenant_merges g where g.tenant_id = any(@ids) and g.opened_by = @runId and g.to_at is null",
                new { ids, runId }
            )
        ).ToHashSet(StringComparer.Ordinal);
}
