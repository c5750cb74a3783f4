using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>What a role of the team's own is called and may.</summary>
public sealed record RoleTerms(string Name, string[] Permissions)
{
    public const int MostName = 60;

    private const int Most = 300;

    /// <summary>What everybody who signs in has to have: a page of their own.</summary>
    private const string Always = AccountRoutes.Permission;

    /// <summary>As it is kept: each word once, in order.</summary>
    public static RoleTerms Of(string name, IEnumerable<string> permissions) =>
        new(name.Trim(), [.. permissions.Append(Always).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <returns>why no role can be like this; null when one can</returns>
    public Refusal? Trouble =>
        this switch
        {
            _ when Name.Length is 0 or > MostName || Name.Any(char.IsControl) => new("bad_name", $"A role has a name of 1 to {MostName} characters."),
            { Permissions.Length: < 2 or > Most } => new("bad_permissions", $"A role may something, and has {Most} permissions at most."),
            _ when Permissions.Contains("*", StringComparer.Ordinal) => new("bad_permissions", $"Everything is what an owner may. Give that role instead."),
            _ when !Permissions.All(Kernel.Modules.Permissions.IsWord) => new(
                "bad_permissions",
                $"A permission is a word such as tenant.report, or a family such as tenant.*."
            ),
            _ => null,
        };
}
