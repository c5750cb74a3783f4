using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Words;

/// <summary>Names of what is neither a tenant nor a member, so that a sentence can show them.</summary>
public static class Things
{
    /// <returns>null for what has no name here</returns>
    public static Task<string?> NameOf(this Work work, string id) => work.One<string>("select name from core.things where id = @id", new { id });

    /// <param name="kind">key, endpoint, plan, note or person</param>
    public static Task Name(this Work work, string id, string kind, string name) =>
        work.Do(
            "insert into core.things as t (id, kind, name) values (@id, @kind, @name) on conflict (id) do update set name = excluded.name",
            new
            {
                id,
                kind,
                name,
            }
        );

    /// <summary>Names what belongs to tenants, all alike: what is personal about it stays in its own table.</summary>
    /// <param name="things">ids, each with its tenant's</param>
    public static Task Name(this Work work, IReadOnlyList<(string Id, string TenantId)> things, string kind, string name) =>
        work.Do(
            "insert into core.things (id, kind, name, about) select s.id, @kind, @name, s.about from unnest(@ids, @tenants) s(id, about)",
            new
            {
                ids = things.Select(thing => thing.Id).ToArray(),
                tenants = things.Select(thing => thing.TenantId).ToArray(),
                kind,
                name,
            }
        );
}
