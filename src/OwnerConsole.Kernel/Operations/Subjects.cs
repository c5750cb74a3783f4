using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

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
    public static async Task<string> Tenant(Caller caller, string named, Work work) =>
        await Tenant(caller, IsExternal(named) ? await Populations.Shown(caller, work) : default, named, work);

    private static async Task<string> Tenant(Caller caller, Population within, string named, Work work)
    {
        if (named == IdSource.Platform && caller.IsOfPlatform)
            return named;
        var one = One(caller, within, named);
        return await work.One<string>($"select t.tenant_id from core.tenants t where {one.Sql}", one.Args) ?? throw Problem.NotFound("tenant", named);
    }

    /// <summary>Which row <c>t</c> of core.tenants is named, for who reads more of it with the same statement: none where there is no such tenant, or it isn't the caller's.</summary>
    /// <remarks><c>ext:</c> looks in the population that the caller is shown.</remarks>
    /// <exception cref="Problem">400: no application can have an id of that form</exception>
    public static async Task<(string Sql, object Args)> One(Caller caller, string named, Work work) =>
        One(caller, IsExternal(named) ? await Populations.Shown(caller, work) : default, named);

    private static (string Sql, object Args) One(Caller caller, Population within, string named)
    {
        CheckForm(named);
        var which = IsExternal(named) ? "t.external_id = substr(@named, 5) and t.population = @within" : $"t.tenant_id = @named{Seen(caller)}";
        return (
            which + (caller.OnlyTenant is null ? "" : " and t.tenant_id = @onlyTenant"),
            new
            {
                named,
                within,
                bound = caller.Population,
                onlyTenant = caller.OnlyTenant,
            }
        );
    }

    /// <param name="work">of the caller's own reading</param>
    /// <exception cref="Problem">404: there is none, or it isn't the caller's</exception>
    public static async Task<Found> Member(Caller caller, string id, Work work) =>
        id.StartsWith("mbr_", StringComparison.Ordinal) && await Find(caller, await Populations.Shown(caller, work), [id], work) is [{ } found]
            ? found
            : throw Problem.NotFound("member", id);

    /// <param name="named">Id of a subject; null for a selection that names none.</param>
    /// <returns>Population of the subject's tenant. When the subject is unknown or null: the population that the caller is shown.</returns>
    public async Task<Population> PopulationOf(Caller caller, string? named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var shown = await Populations.Shown(caller, work);
        if (named is null || await Find(caller, shown, [named], work) is not [{ } found])
            return shown;
        return await work.One<Population?>("select population from core.tenants where tenant_id = @TenantId", found) ?? shown;
    }

    /// <param name="named">an id, or <c>ext:</c> and the application's own</param>
    /// <returns>the id of one of the tenant's people; null when it has nobody of that id</returns>
    public static Task<string?> MemberOf(string tenantId, string named, Work work) =>
        work.One<string>(
            """
            select m.member_id from core.members m
             where m.tenant_id = @tenantId and case when @named like 'ext:%' then m.external_id = substr(@named, 5) else m.member_id = @named end
            """,
            new { tenantId, named }
        );

    internal static async Task<IReadOnlyList<Found>> Find(Caller caller, Population within, IReadOnlyList<string> named, Work work)
    {
        foreach (var name in named)
            CheckForm(name);
        var seen = Seen(caller);
        var found = await work.List<Found>(
            $"""
            select n.text as named, f.id, f.tenant_id, f.external_id
              from unnest((select @named::text[])) with ordinality n(text, place) -- selected: how many there are makes no other plan
              join lateral (
                select t.tenant_id as id, t.tenant_id, t.external_id from core.tenants t where t.tenant_id = n.text{seen}
                union all
                select t.tenant_id, t.tenant_id, t.external_id from core.tenants t
                 where n.text like 'ext:%' and t.external_id = substr(n.text, 5) and t.population = @within
                union all
                select m.member_id, m.tenant_id, m.external_id from core.members m join core.tenants t using (tenant_id)
                 where m.member_id = n.text and n.text like 'mbr\_%'{seen}
                union all
                select a.thing_id, a.tenant_id, a.external_id from core.application_subjects a join core.tenants t using (tenant_id)
                 where a.thing_id = n.text and n.text like 'sbj\_%'{seen}
                union all
                select h.id, t.tenant_id, null from core.things h join core.tenants t on t.tenant_id = h.about where h.id = n.text{seen}
                {(caller.IsOfPlatform ? OfPlatform : "")}
              ) f on true
             {(caller.OnlyTenant is null ? "" : "where f.tenant_id = @onlyTenant")}
             order by n.place
            """,
            new
            {
                named,
                bound = caller.Population,
                within,
                onlyTenant = caller.OnlyTenant,
            }
        );
        return [.. found.DistinctBy(row => row.Id)];
    }

    private const string OfPlatform = """
        union all
                select h.id, 'tnt_platform', null from core.things h where h.id = n.text and h.about is null
                union all
                select n.text, n.text, null where n.text = 'tnt_platform'
        """;

    // Said by the statement's text: asked of a parameter, PostgreSQL would plan the statement anew each time, which takes ten times as long as carrying it out.
    private static string Seen(Caller caller) => caller.Population is null ? "" : " and t.population = @bound";

    private static bool IsExternal(string named) => named.StartsWith("ext:", StringComparison.Ordinal);

    private static void CheckForm(string named)
    {
        if (IsExternal(named) && (named.Length > 204 || Blank.Is(named[4..]) || named.Any(char.IsControl)))
            throw Problem.Invalid("id", "has 1 to 200 printable characters after ext:.");
    }

    /// <param name="Named">as the caller wrote it</param>
    public sealed record Found(string Named, string Id, string TenantId, string? ExternalId);
}
