using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>Reads names of tenants that metrics are grouped by or limited to.</summary>
public sealed class TenantLabels(Database database)
{
    /// <returns>Names by ID.</returns>
    public async Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await work.List<Label>("select tenant_id as id, name, mode from core.tenants where tenant_id = any(@ids)", new { ids });
        return rows.ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
    }

    /// <returns>The tenant's name, and the caller in the tenant's mode, because people can open a demo tenant while live tenants are shown.</returns>
    /// <exception cref="Problem">404: no such tenant that the caller can see.</exception>
    public static async Task<(string Name, Caller Caller)> Get(string id, Caller caller, UnitOfWork work)
    {
        var found = caller.CanSee(id)
            ? await work.One<Label>(
                "select tenant_id as id, name, mode from core.tenants where tenant_id = @id and (@bound::text is null or mode = @bound)",
                new { id, bound = caller.Mode }
            )
            : null;
        return found is null ? throw Problem.NotFound("tenant", id) : (found.Name, caller with { Mode = found.Mode });
    }

    private sealed record Label(string Id, string Name, Mode Mode);
}
