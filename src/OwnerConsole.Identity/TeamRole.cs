using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>A named set of permissions for team members.</summary>
/// <param name="Id">Id that operations use.</param>
/// <param name="Grants">Granted permissions, possibly with wildcards.</param>
/// <param name="Hides">Classes of fields that are hidden from people with the role.</param>
/// <param name="IsBuiltIn">The role can't be changed or retired.</param>
public sealed record TeamRole(string Id, string Key, string Name, string[] Grants, string[] Hides, bool IsBuiltIn)
{
    private const string Columns = "select id, key, name, grants, hides, is_built_in from auth.roles_now where closed_by is null";

    /// <returns>All roles, the most powerful first.</returns>
    public static Task<IReadOnlyList<TeamRole>> All(UnitOfWork work) => work.List<TeamRole>($"{Columns} order by place, lower(name), key");

    /// <returns>Null when no current role has this key.</returns>
    public static Task<TeamRole?> Find(string key, UnitOfWork work) => work.One<TeamRole>($"{Columns} and key = @key", new { key });
}
