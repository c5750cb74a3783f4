using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>Names of tenants that a number is cut by.</summary>
public sealed class TenantLabels(Database database)
{
    /// <returns>by id</returns>
    public async Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await work.List<Label>("select tenant_id as id, name from core.tenants where tenant_id = any(@ids)", new { ids });
        return rows.ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
    }

    private sealed record Label(string Id, string Name);
}
