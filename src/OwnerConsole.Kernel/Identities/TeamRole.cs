using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>A set of permissions with a name, for people of the team.</summary>
/// <param name="Grants">words of the permission grammar</param>
public sealed record TeamRole(string Key, string Name, string[] Grants)
{
    /// <returns>all of them, the one that may most first</returns>
    public static Task<IReadOnlyList<TeamRole>> All(Work work) => work.List<TeamRole>("select key, name, grants from auth.roles order by place, key");

    /// <returns>null when there is none of this key</returns>
    public static Task<TeamRole?> Find(string key, Work work) => work.One<TeamRole>("select key, name, grants from auth.roles where key = @key", new { key });
}
