using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds what a caller names: the ids, the tenants they belong to, and nothing that the caller may not see.</summary>
public sealed class Subjects(Database database)
{
    /// <remarks>The platform and what belongs to it (keys, endpoints) is not seen by a key for test data or for one tenant.</remarks>
    /// <param name="named">ids, or <c>ext:</c> and the application's own id of a tenant</param>
    /// <param name="within">the population that <c>ext:</c> looks in</param>
    /// <returns>in the order they were named, each once; what isn't there, or isn't the caller's to see, is left out</returns>
    /// <exception cref="Problem">400: no application can have an id of that form</exception>
    public async Task<IReadOnlyList<Found>> Find(Caller caller, Population within, IReadOnlyList<string> named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Find(caller, within, named, work);
    }

    /// <inheritdoc cref="Tenant(Caller, string, Work)"/>
    public async Task<string> Tenant(Caller caller, Population within, string named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Tenant(caller, within, named, work);
    }

    /// <remarks><c>ext:</c> looks in the population that the caller is shown.</remarks>
    /// <returns>the tenant's id</returns>
    /// <param name="work">of the caller's own reading: one request holds one connection, or many at once would wait for each other</param>
    /// <exception cref="Problem">404: there is none, or it isn't the caller's</exception>
    public static async Task<string> Tenant(Caller caller, string named, Work work) => await Tenant(caller, await Populations.Shown(caller, work), named, work);

    private static async Task<string> Tenant(Caller caller, Population within, string named, Work work) =>
        await Find(caller, within, [named], work) is [{ } found] && found.Id == found.TenantId ? found.TenantId : throw Problem.NotFound("tenant", named);

    /// <param name="work">of the caller's own reading</param>
    /// <exception cref="Problem">404: there is none, or it isn't the caller's</exception>
    public static async Task<Found> Member(Caller caller, string id, Work work) =>
        id.StartsWith("mbr_", StringComparison.Ordinal) && await Find(caller, await Populations.Shown(caller, work), [id], work) is [{ } found]
            ? found
            : throw Problem.NotFound("member", id);

    internal static async Task<IReadOnlyList<Found>> Find(Caller caller, Population within, IReadOnlyList<string> named, Work work)
    {
        foreach (var name in named)
            CheckForm(name);
        var found = await work.List<Found>(
            """
            select n.text as named, f.id, f.tenant_id, f.external_id
              from unnest(@named) with ordinality n(text, place)
              join lateral (
                select t.tenant_id as id, t.tenant_id, t.external_id from core.tenants t
                 where t.tenant_id = n.text and (@bound::text is null or t.population = @bound)
                union all
                select t.tenant_id, t.tenant_id, t.external_id from core.tenants t
                 where n.text like 'ext:%' and t.external_id = substr(n.text, 5) and t.population = @within
                union all
                select m.member_id, m.tenant_id, m.external_id from core.members m join core.tenants t using (tenant_id)
                 where m.member_id = n.text and n.text like 'mbr\_%' and (@bound::text is null or t.population = @bound)
                union all
                select h.id, 'tnt_platform', null from core.things h where h.id = n.text and h.about is null and @isWhole
                union all
                select h.id, t.tenant_id, null from core.things h join core.tenants t on t.tenant_id = h.about
                 where h.id = n.text and (@bound::text is null or t.population = @bound)
                union all
                select n.text, n.text, null where n.text = 'tnt_platform' and @isWhole
              ) f on true
             where @onlyTenant::text is null or f.tenant_id = @onlyTenant
             order by n.place
            """,
            new
            {
                named,
                bound = caller.Population,
                within,
                onlyTenant = caller.OnlyTenant,
                isWhole = caller.OnlyTenant is null && caller.Population is not Population.Demo,
            }
        );
        return [.. found.DistinctBy(row => row.Id)];
    }

    private static void CheckForm(string named)
    {
        if (named.StartsWith("ext:", StringComparison.Ordinal) && (named.Length is < 5 or > 204 || named.Any(char.IsControl)))
            throw Problem.Invalid("id", "has 1 to 200 printable characters after ext:.");
    }

    /// <param name="Named">as the caller wrote it</param>
    public sealed record Found(string Named, string Id, string TenantId, string? ExternalId);
}
