using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Tenants that a person selects by filters, by IDs or both, such as the audience of a broadcast. The selection is applied again each time it is used.</summary>
/// <param name="Query">Filters of the list of tenants, by name; empty for all tenants that aren't cancelled.</param>
/// <param name="Tenants">IDs of tenants; empty for those that match the filters.</param>
public sealed record TenantTargets(IReadOnlyDictionary<string, string> Query, IReadOnlyList<string> Tenants)
{
    private const int MaxTenants = 1_000_000;

    /// <summary>Whether cancelled tenants are selected too, because the filters or the IDs name them.</summary>
    [JsonIgnore]
    public bool IncludesCancelled => Tenants.Count > 0 || Query.ContainsKey("status");

    /// <summary>Whether nothing limits the selection.</summary>
    [JsonIgnore]
    public bool IsAll => Tenants.Count == 0 && Query.Count == 0;

    /// <param name="query">Filters of the list of tenants as a stored object of texts.</param>
    /// <param name="tenants">IDs of tenants; empty for those that match the filters.</param>
    public static TenantTargets Of(JsonElement query, IReadOnlyList<string> tenants) =>
        new(query.EnumerateObject().ToDictionary(filter => filter.Name, filter => filter.Value.GetString() ?? "", StringComparer.Ordinal), tenants);

    /// <returns>Whether the other selection has the same filters, in any order, and the same IDs.</returns>
    public bool IsSame(TenantTargets other) =>
        Tenants.SequenceEqual(other.Tenants)
        && Query.OrderBy(filter => filter.Key, StringComparer.Ordinal).SequenceEqual(other.Query.OrderBy(filter => filter.Key, StringComparer.Ordinal));

    /// <param name="queries">The lists of the program.</param>
    /// <param name="caller">For whom the tenants are found.</param>
    /// <param name="mode">Mode of the tenants.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>IDs of the tenants; null for all.</returns>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    public async Task<IReadOnlyList<string>?> Find(IEnumerable<ISubjectQuery> queries, Caller caller, Mode mode, UnitOfWork reading)
    {
        if (Query.Count == 0)
            return Tenants.Count == 0 ? null : Tenants;
        var list = ISubjectQuery.Of("tenant", Query, queries)!; // the list of tenants always exists
        var matching = await list.Find(caller, mode, Query, MaxTenants, reading);
        return Tenants.Count == 0 ? matching : [.. matching.Intersect(Tenants, StringComparer.Ordinal)];
    }

    /// <summary>Looks up tenants by the IDs that a person has entered.</summary>
    /// <param name="named">IDs (<c>tnt_…</c> or <c>ext:…</c>), which can be empty.</param>
    /// <param name="mode">Mode in which <c>ext:</c> IDs are looked up.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>The IDs of those that exist, and the first entered one that doesn't; null if all exist.</returns>
    public static async Task<(IReadOnlyList<string> Tenants, string? Unknown)> FindNamed(IReadOnlyList<string>? named, Mode mode, UnitOfWork reading)
    {
        var values = Values(named);
        var tenants = await reading.List<NamedTenant>(
            """
            select t.tenant_id, 'ext:' || t.external_id as external_id from core.tenants t
             where t.mode = @mode and (t.tenant_id = any(@values) or 'ext:' || t.external_id = any(@values))
             order by t.tenant_id
            """,
            new { mode, values }
        );
        var known = tenants.SelectMany(tenant => new[] { tenant.TenantId, tenant.ExternalId }).ToHashSet(StringComparer.Ordinal);
        return ([.. tenants.Select(tenant => tenant.TenantId)], values.FirstOrDefault(value => !known.Contains(value)));
    }

    /// <param name="filter">Filters as in the address of the list of tenants; null or blank for none.</param>
    /// <param name="more">Further filters by name, which replace those of the same name. Blank ones are left out.</param>
    /// <returns>The filters by name.</returns>
    public static IReadOnlyDictionary<string, string> ReadQuery(string? filter, params IEnumerable<(string Name, string? Value)> more)
    {
        var query = QueryHelpers
            .ParseQuery(filter?.Trim().TrimStart('?'))
            .Where(pair => pair.Value.ToString().Length > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        foreach (var (name, value) in more)
            if (!string.IsNullOrWhiteSpace(value))
                query[name] = value.Trim();
        return query;
    }

    /// <returns>The values that a person has entered, without blank and repeated ones.</returns>
    public static string[] Values(IReadOnlyList<string>? given) =>
        [.. (given ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <param name="ExternalId">With the prefix <c>ext:</c>.</param>
    private sealed record NamedTenant(string TenantId, string ExternalId);
}
