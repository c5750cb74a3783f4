using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Resolves the subjects that a caller names to ids and tenants, without anything the caller can't see.</summary>
public sealed class SubjectResolver(Database database)
{
    /// <remarks>Keys for test data or for one tenant can't see the platform and what belongs to it (keys, endpoints).</remarks>
    /// <param name="named">Ids, or <c>ext:</c> followed by the application's own id of a tenant.</param>
    /// <param name="within">Mode in which <c>ext:</c> ids are looked up.</param>
    /// <returns>The distinct subjects in the order of the request; missing or invisible ones are left out.</returns>
    /// <exception cref="Problem">400: the external id is malformed.</exception>
    public async Task<IReadOnlyList<ResolvedSubject>> Find(Caller caller, Mode within, IReadOnlyList<string> named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Find(caller, within, named, work);
    }

    /// <inheritdoc cref="Tenant(Caller, string, UnitOfWork)"/>
    public async Task<string> Tenant(Caller caller, Mode within, string named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Tenant(caller, within, named, work);
    }

    /// <remarks><c>ext:</c> ids are looked up in the mode shown to the caller.</remarks>
    /// <returns>The tenant's id.</returns>
    /// <param name="work">The caller's own read transaction: one request uses one connection, because concurrent requests could otherwise block each
    /// other.</param>
    /// <exception cref="Problem">404: it doesn't exist or the caller can't see it.</exception>
    public static async Task<string> Tenant(Caller caller, string named, UnitOfWork work) =>
        await Tenant(caller, IsExternal(named) ? await Modes.Shown(caller, work) : default, named, work);

    /// <inheritdoc cref="Tenant(Caller, string, UnitOfWork)"/>
    /// <remarks>Only for the log, whose lines belong to a tenant or to the platform. Everything else about the platform is no tenant's.</remarks>
    public static async Task<string> TenantOrPlatform(Caller caller, string named, UnitOfWork work) =>
        named == IdGenerator.Platform && caller.IsOfPlatform ? named : await Tenant(caller, named, work);

    private static async Task<string> Tenant(Caller caller, Mode within, string named, UnitOfWork work)
    {
        var one = TenantCondition(caller, within, named);
        return await work.One<string>($"select t.tenant_id from core.tenants t where {one.Sql}", one.Args) ?? throw Problem.NotFound("tenant", named);
    }

    /// <summary>
    /// Condition on row <c>t</c> of core.tenants for callers that read more columns in the same statement; matches nothing if the tenant doesn't
    /// exist or the caller can't see it.
    /// </summary>
    /// <remarks><c>ext:</c> ids are looked up in the mode shown to the caller.</remarks>
    /// <exception cref="Problem">400: the external id is malformed.</exception>
    public static async Task<(string Sql, object Args)> TenantCondition(Caller caller, string named, UnitOfWork work) =>
        TenantCondition(caller, IsExternal(named) ? await Modes.Shown(caller, work) : default, named);

    private static (string Sql, object Args) TenantCondition(Caller caller, Mode within, string named)
    {
        CheckForm(named);
        var which = IsExternal(named) ? "t.external_id = substr(@named, 5) and t.mode = @within" : $"t.tenant_id = @named{IsVisible(caller)}";
        return (
            which + (caller.OnlyTenant is null ? "" : " and t.tenant_id = @onlyTenant"),
            new
            {
                named,
                within,
                bound = caller.Mode,
                onlyTenant = caller.OnlyTenant,
            }
        );
    }

    /// <param name="work">The caller's own read transaction.</param>
    /// <exception cref="Problem">404: it doesn't exist or the caller can't see it.</exception>
    public static async Task<ResolvedSubject> Member(Caller caller, string id, UnitOfWork work) =>
        IdGenerator.IsMember(id) && await Find(caller, await Modes.Shown(caller, work), [id], work) is [{ } found]
            ? found
            : throw Problem.NotFound("member", id);

    /// <returns>The member whose page shows the panel. The page has found it already, so that its panels don't read it again.</returns>
    /// <param name="work">The caller's own read transaction.</param>
    /// <exception cref="Problem">404: it doesn't exist or the caller can't see it.</exception>
    public static async Task<ResolvedSubject> Member(PanelPlace place, UnitOfWork work) => place.Member ?? await Member(place.Caller, place.Id, work);

    /// <param name="named">Id of a subject; null for a selection without ids.</param>
    /// <returns>Mode of the subject's tenant; the mode shown to the caller when the subject is unknown, null or of the platform.</returns>
    public async Task<Mode> ModeOf(Caller caller, string? named, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var shown = await Modes.Shown(caller, work);
        return named is not null && await Find(caller, shown, [named], work) is [{ TenantId: not IdGenerator.Platform and var tenantId }]
            ? await Modes.Of(tenantId, work)
            : shown;
    }

    /// <param name="named">Id, or <c>ext:</c> followed by the application's own id.</param>
    /// <returns>Id of the tenant's member; null if there is none.</returns>
    public static Task<string?> MemberOf(string tenantId, string named, UnitOfWork work) =>
        work.One<string>(
            """
            select m.member_id from core.members m
             where m.tenant_id = @tenantId and case when @named like 'ext:%' then m.external_id = substr(@named, 5) else m.member_id = @named end
            """,
            new { tenantId, named }
        );

    internal static async Task<IReadOnlyList<ResolvedSubject>> Find(Caller caller, Mode within, IReadOnlyList<string> named, UnitOfWork work)
    {
        foreach (var name in named)
            CheckForm(name);
        var seen = IsVisible(caller);
        var found = await work.List<ResolvedSubject>(
            $"""
            select n.text as named, f.id, f.tenant_id, f.external_id
              from unnest((select @named::text[])) with ordinality n(text, place) -- as a subquery, so that the plan doesn't depend on the number of elements
              join lateral (
                select t.tenant_id as id, t.tenant_id, t.external_id from core.tenants t where t.tenant_id = n.text{seen}
                union all
                select t.tenant_id, t.tenant_id, t.external_id from core.tenants t
                 where n.text like 'ext:%' and t.external_id = substr(n.text, 5) and t.mode = @within
                union all
                select m.member_id, m.tenant_id, m.external_id from core.members m join core.tenants t using (tenant_id)
                 where m.member_id = n.text and n.text like 'mbr\_%'{seen}
                union all
                select a.subject_id, a.tenant_id, a.external_id from core.application_subjects a join core.tenants t using (tenant_id)
                 where a.subject_id = n.text and n.text like 'sbj\_%'{seen}
                union all
                select h.id, t.tenant_id, null from core.entity_names h join core.tenants t on t.tenant_id = h.belongs_to where h.id = n.text{seen}
                {(caller.IsOfPlatform ? OfPlatform : "")}
              ) f on true
             {(caller.OnlyTenant is null ? "" : "where f.tenant_id = @onlyTenant")}
             order by n.place
            """,
            new
            {
                named,
                bound = caller.Mode,
                within,
                onlyTenant = caller.OnlyTenant,
            }
        );
        return [.. found.DistinctBy(row => row.Id)];
    }

    /// <returns>The tenants that the subjects belong to, each once; subjects of the platform stay.</returns>
    internal static IReadOnlyList<ResolvedSubject> ToTenants(IReadOnlyList<ResolvedSubject> found) =>
        [
            .. found
                .Select(subject =>
                    subject.IsTenant || subject.TenantId == IdGenerator.Platform ? subject : new(subject.Named, subject.TenantId, subject.TenantId, null)
                )
                .DistinctBy(subject => subject.Id),
        ];

    private const string OfPlatform = """
        union all
                select h.id, 'tnt_platform', null from core.entity_names h where h.id = n.text and h.belongs_to is null
                union all
                select n.text, n.text, null where n.text = 'tnt_platform'
        """;

    // Written into the statement: with a parameter, PostgreSQL would plan the statement again each time, which takes ten times as long as executing
    // it.
    private static string IsVisible(Caller caller) => caller.Mode is null ? "" : " and t.mode = @bound";

    private static bool IsExternal(string named) => named.StartsWith("ext:", StringComparison.Ordinal);

    private static void CheckForm(string named)
    {
        if (IsExternal(named) && (named.Length > 204 || BlankText.IsBlank(named[4..]) || named.Any(char.IsControl)))
            throw Problem.Invalid("id", "must have 1 to 200 printable characters after ext:.");
    }

    /// <param name="Named">Id as written by the caller.</param>
    public sealed record ResolvedSubject(string Named, string Id, string TenantId, string? ExternalId)
    {
        /// <summary>Whether it is a tenant. The platform has an id like one, but isn't.</summary>
        public bool IsTenant => Id == TenantId && Id != IdGenerator.Platform;
    }
}
