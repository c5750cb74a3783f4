using System.Collections.Concurrent;
using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Resolves the tenant of an event. Needed for every event, so results are cached for a minute.</summary>
internal sealed class TenantIdCache(Database database, TimeProvider clock)
{
    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromMinutes(1);

    private IReadOnlyDictionary<Mode, ConcurrentDictionary<string, string>> _known = CreateEmpty();
    private DateTimeOffset _since = clock.GetUtcNow();

    /// <param name="names"><c>tnt_…</c> ids, or the application's id with or without <c>ext:</c>.</param>
    /// <returns>Tenant ids by name, including those of <paramref name="names"/>; unknown names are omitted and looked up again.</returns>
    public async Task<IReadOnlyDictionary<string, string>> Find(Mode mode, IEnumerable<string> names, CancellationToken stop)
    {
        if (clock.GetUtcNow() - _since > s_cacheLifetime)
            (_known, _since) = (CreateEmpty(), clock.GetUtcNow());
        var known = _known[mode];
        var missing = names.Where(name => !known.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            foreach (var (name, id) in await Load(mode, missing, stop))
                known[name] = id;
        return known;
    }

    private static Dictionary<Mode, ConcurrentDictionary<string, string>> CreateEmpty() =>
        Enum.GetValues<Mode>().ToDictionary(mode => mode, _ => new ConcurrentDictionary<string, string>(StringComparer.Ordinal));

    private async Task<IReadOnlyList<TenantIdRow>> Load(Mode mode, string[] names, CancellationToken stop)
    {
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        return await work.List<TenantIdRow>(
            """
            select n.name, t.tenant_id as id
              from unnest(@names) n(name) join core.tenants t on t.mode = @mode and t.external_id = case when n.name like 'ext:%' then substr(n.name, 5) else n.name end
             where n.name not like 'tnt\_%'
            union all
            select n.name, t.tenant_id from unnest(@names) n(name) join core.tenants t on t.tenant_id = n.name and t.mode = @mode
            """,
            new { mode, names }
        );
    }

    private sealed record TenantIdRow(string Name, string Id);
}
