using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Finds which of the plans and tags that limit components tenants have, with the filters of the list of tenants.</summary>
public sealed class StatusAudience(Database database, IEnumerable<ISubjectQuery> queries)
{
    /// <summary>Tenants that are looked up at once, because their IDs are sent with each statement.</summary>
    private const int BatchSize = 1_000;

    /// <returns>The tenants that exist, by ID.</returns>
    internal async Task<IReadOnlyDictionary<string, StatusViewer>> Find(
        IReadOnlyCollection<string> tenants,
        IReadOnlyCollection<ComponentLimit> limits,
        CancellationToken stop
    )
    {
        var found = new Dictionary<string, StatusViewer>(StringComparer.Ordinal);
        foreach (var batch in tenants.Distinct(StringComparer.Ordinal).Chunk(BatchSize))
        foreach (var viewer in await FindBatch(batch, limits, stop))
            found[viewer.TenantId] = viewer;
        return found;
    }

    /// <param name="complete">The page with the components of all tenants.</param>
    /// <param name="tenantId">Null for the public.</param>
    /// <returns>The page as a tenant or the public sees it; null if the tenant doesn't exist.</returns>
    internal async Task<StatusSnapshot?> FindPage(StatusSnapshot complete, string? tenantId, CancellationToken stop) =>
        tenantId is null ? complete.For(viewer: null)
        : (await Find([tenantId], complete.Limits ?? [], stop)).TryGetValue(tenantId, out var viewer) ? complete.For(viewer)
        : null;

    /// <summary>Queries are limited to the tenants, so that their cost doesn't depend on the number of all tenants.</summary>
    private async Task<IReadOnlyList<StatusViewer>> FindBatch(string[] tenants, IReadOnlyCollection<ComponentLimit> limits, CancellationToken stop)
    {
        TenantScope.Clear(); // the limits of a portal session would hide tags
        TenantScope.Set(tenants.ToHashSet(StringComparer.Ordinal));
        await using var work = await database.Read(stop);
        var known = await work.List<string>("select tenant_id from core.tenants where tenant_id = any(@tenants)", new { tenants });
        var plans = await FindWords("plan", limits.Select(limit => limit.Plan), work);
        var tags = await FindWords("tag", limits.Select(limit => limit.Tag), work);
        return [.. known.Select(id => new StatusViewer(id, plans[id].ToHashSet(StringComparer.Ordinal), tags[id].ToHashSet(StringComparer.Ordinal)))];
    }

    /// <returns>The plans or tags of limits that each tenant has, by ID of the tenant.</returns>
    private async Task<ILookup<string, string>> FindWords(string filter, IEnumerable<string?> words, UnitOfWork work)
    {
        var matches = new List<(string TenantId, string Word)>();
        foreach (var word in words.OfType<string>().Distinct(StringComparer.Ordinal))
            matches.AddRange((await ListMatching(filter, word, work)).Select(id => (id, word)));
        return matches.ToLookup(match => match.TenantId, match => match.Word, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> ListMatching(string filter, string value, UnitOfWork work)
    {
        var targets = new TenantTargets(TenantTargets.ReadQuery(null, (filter, value)), []);
        var matching = new List<string>();
        try
        {
            foreach (var mode in Enum.GetValues<Mode>())
                matching.AddRange(await targets.Find(queries, Caller.System, mode, work) ?? []);
        }
        catch (Problem unknown) when (unknown.Status is 400)
        {
            return []; // a plan that was deleted has no tenants
        }
        return matching;
    }
}
