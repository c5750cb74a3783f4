using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>A set of permissions with a name, for people of the team.</summary>
/// <param name="Id">what operations name it by</param>
/// <param name="Grants">words of the permission grammar</param>
/// <param name="Hides">classes of fields that whoever has it is not shown</param>
/// <param name="IsBuiltIn">nobody changes or retires it</param>
public sealed record TeamRole(string Id, string Key, string Name, string[] Grants, string[] Hides, bool IsBuiltIn)
{
    private const string Columns = "select id, key, name, grants, hides, is_built_in from auth.roles_now where closed_by is null";

    /// <returns>all of them, the one that may most first</returns>
    public static Task<IReadOnlyList<TeamRole>> All(Work work) => work.List<TeamRole>($"{Columns} order by place, lower(name), key");

    /// <returns>null when there is none of this key any more</returns>
    public static Task<TeamRole?> Find(string key, Work work) => work.One<TeamRole>($"{Columns} and key = @key", new { key });
}
