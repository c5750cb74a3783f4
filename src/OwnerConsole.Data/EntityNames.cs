namespace OwnerConsole.Data;

/// <summary>Stores display names of subjects other than tenants and members, for use in sentences.</summary>
public static class EntityNames
{
    /// <returns>Null when the id has no name.</returns>
    public static Task<string?> NameOf(this UnitOfWork work, string id) => work.One<string>("select name from core.entity_names where id = @id", new { id });

    /// <param name="kind">Kind of subject, such as key, endpoint, plan, note or person.</param>
    public static Task SetName(this UnitOfWork work, string id, string kind, string name) =>
        work.Execute(
            "insert into core.entity_names as t (id, kind, name) values (@id, @kind, @name) on conflict (id) do update set name = excluded.name",
            new
            {
                id,
                kind,
                name,
            }
        );

    /// <summary>Gives subjects of tenants the same generic name. Their personal data stays in their own tables.</summary>
    /// <param name="things">Ids of subjects, each with the id of its tenant.</param>
    public static Task SetName(this UnitOfWork work, IReadOnlyList<(string Id, string TenantId)> things, string kind, string name) =>
        work.Execute(
            "insert into core.entity_names (id, kind, name, belongs_to) select s.id, @kind, @name, s.tenant_id from unnest(@ids, @tenants) s(id, tenant_id)",
            new
            {
                ids = things.Select(thing => thing.Id).ToArray(),
                tenants = things.Select(thing => thing.TenantId).ToArray(),
                kind,
                name,
            }
        );

    /// <summary>Uses the ids of objects as their names.</summary>
    /// <param name="things">Ids of objects, each with the tenant that it belongs to now, or with the platform.</param>
    public static void NameById(this UnitOfWork work, IReadOnlyCollection<(string Id, string TenantId)> things, string kind) =>
        work.Defer(
            """
            insert into core.entity_names as t (id, kind, name, belongs_to)
            select distinct on (s.id) s.id, @kind, s.id, nullif(s.tenant_id, 'tnt_platform') from unnest(@ids, @tenants) s(id, tenant_id)
            on conflict (id) do update set belongs_to = excluded.belongs_to where t.belongs_to is distinct from excluded.belongs_to
            """,
            new
            {
                ids = things.Select(thing => thing.Id).ToArray(),
                tenants = things.Select(thing => thing.TenantId).ToArray(),
                kind,
            }
        );

    /// <summary>Sets or changes the names of objects of the platform. An id that is a name of another kind keeps that name.</summary>
    public static void SetNames(this UnitOfWork work, IReadOnlyCollection<(string Id, string Name)> things, string kind) =>
        work.Defer(
            """
            insert into core.entity_names as t (id, kind, name)
            select distinct on (s.id) s.id, @kind, s.name from unnest(@ids, @names) s(id, name)
            on conflict (id) do update set name = excluded.name where t.kind = excluded.kind and t.name is distinct from excluded.name
            """,
            new
            {
                ids = things.Select(thing => thing.Id).ToArray(),
                names = things.Select(thing => thing.Name).ToArray(),
                kind,
            }
        );
}
