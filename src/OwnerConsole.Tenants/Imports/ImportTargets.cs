using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Finds the live tenants that rows of a file name.</summary>
internal static class ImportTargets
{
    /// <returns>IDs of tenants by the application's own ID.</returns>
    public static async Task<Dictionary<string, string>> FindTenants(IReadOnlyCollection<string> externalIds, UnitOfWork work) =>
        (
            await work.List<Target>(
                "select t.external_id as name, t.tenant_id from core.tenants t where t.mode = 'live' and t.external_id = any(@externalIds)",
                new { externalIds = externalIds.ToArray() }
            )
        ).ToDictionary(row => row.Name, row => row.TenantId, StringComparer.Ordinal);

    /// <param name="names">IDs of tenants, or the application's own IDs.</param>
    /// <returns>IDs of tenants by name. An ID of the console comes before an equal one of the application.</returns>
    public static async Task<Dictionary<string, string>> FindNamedTenants(IReadOnlyCollection<string> names, UnitOfWork work)
    {
        var found = await FindTenants(names, work);
        var ids = await work.List<string>(
            "select t.tenant_id from core.tenants t where t.mode = 'live' and t.tenant_id = any(@names)",
            new { names = names.ToArray() }
        );
        foreach (var id in ids)
            found[id] = id;
        return found;
    }

    private sealed record Target(string Name, string TenantId);
}
