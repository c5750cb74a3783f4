using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Insights.Explore.Public;

/// <summary>Names of tenants that a number is cut by, or is of.</summary>
public sealed class TenantLabels(Database database)
{
    /// <returns>by id</returns>
    public async Task<IReadOnlyDictionary<string, string>> Find(IReadOnlyCollection<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await work.List<Label>("select tenant_id as id, name, population from core.tenants where tenant_id = any(@ids)", new { ids });
        return rows.ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
    }

    /// <returns>its name, and the caller as one who is shown the population that it belongs to: a person may open a demo tenant beside the real ones</returns>
    /// <exception cref="Problem">404: there is none that this caller may see</exception>
    public static async Task<(string Name, Caller Caller)> One(string id, Caller caller, Work work)
    {
        var found = caller.MaySee(id)
            ? await work.One<Label>(
                "select tenant_id as id, name, population from core.tenants where tenant_id = @id and (@bound::text is null or population = @bound)",
                new { id, bound = caller.Population }
            )
            : null;
        return found is null ? throw Problem.NotFound("tenant", id) : (found.Name, caller with { Population = found.Population });
    }

    private sealed record Label(string Id, string Name, Population Population);
}
