using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Tenants.Duplicates.Public;

/// <summary>Merges of tenants that the application works on. The data of both tenants must not be erased until they have ended.</summary>
public static class OpenTenantMerges
{
    /// <summary>Makes merges, and erasures that must not meet one, start one after the other.</summary>
    /// <param name="work">Unit of work of a run.</param>
    public static Task Lock(UnitOfWork work) => work.Execute("select pg_advisory_xact_lock(hashtextextended('tenant.merge', 0))");

    /// <param name="ids">IDs of tenants.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>Those that are being merged, or that another one is being merged into.</returns>
    public static async Task<IReadOnlySet<string>> Find(IReadOnlyList<string> ids, UnitOfWork reading) =>
        (
            await reading.List<string>($"select n.id from unnest(@ids) n(id) where {Includes("n.id", "@kind")}", new { ids, kind = ConsoleTasks.MergeTenants })
        ).ToHashSet(StringComparer.Ordinal);

    /// <summary>SQL condition for a tenant that is part of a merge.</summary>
    /// <param name="tenant">Column with its ID.</param>
    /// <param name="kind">Parameter with the kind of the task, <see cref="ConsoleTasks.MergeTenants"/>.</param>
    internal static string Includes(string tenant, string kind) =>
        $"""
            (exists (select from core.tasks k where k.other_id = {tenant} and k.kind = {kind} and k.ended_at is null)
             or exists (select from core.tasks k where k.tenant_id = {tenant} and k.subject_id = {tenant} and k.kind = {kind} and k.ended_at is null))
            """;
}
