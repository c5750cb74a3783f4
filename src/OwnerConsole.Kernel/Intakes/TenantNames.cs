using System.Collections.Concurrent;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Which tenant an event is about: asked for every event, so what was found is kept for a minute.</summary>
internal sealed class TenantNames(Database database, TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(1);

    private ConcurrentDictionary<(Population, string), string> _known = new();
    private DateTimeOffset _since = clock.GetUtcNow();

    /// <param name="names"><c>tnt_…</c> ids, or <c>ext:</c> and the application's id, or that id bare</param>
    /// <returns>the tenant's id by name; a name without a tenant is left out, and is asked for again</returns>
    public async Task<IReadOnlyDictionary<string, string>> Find(Population population, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        if (clock.GetUtcNow() - _since > s_fresh)
            (_known, _since) = (new(), clock.GetUtcNow());
        var known = _known;
        var missing = names.Where(name => !known.ContainsKey((population, name))).ToArray();
        if (missing.Length > 0)
            foreach (var (name, id) in await Ask(population, missing, stop))
                known[(population, name)] = id;
        return names.Where(name => known.ContainsKey((population, name))).ToDictionary(name => name, name => known[(population, name)], StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<Named>> Ask(Population population, string[] names, CancellationToken stop)
    {
        Bound.Lift();
        await using var work = await database.Read(stop);
        return await work.List<Named>(
            """
            select n.name, t.tenant_id as id
              from unnest(@names) n(name) join core.tenants t on t.population = @population and t.external_id = case when n.name like 'ext:%' then substr(n.name, 5) else n.name end
             where n.name not like 'tnt\_%'
            union all
            select n.name, t.tenant_id from unnest(@names) n(name) join core.tenants t on t.tenant_id = n.name and t.population = @population
            """,
            new { population, names }
        );
    }

    private sealed record Named(string Name, string Id);
}
