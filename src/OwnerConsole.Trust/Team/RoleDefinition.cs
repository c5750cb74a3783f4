using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Name and permissions of a custom role.</summary>
public sealed record RoleDefinition(string Name, string[] Permissions)
{
    public const int MaxNameLength = 60;

    private const int MaxPermissions = 300;

    /// <summary>Permission that everyone who signs in needs: access to their own account page.</summary>
    private const string AlwaysGranted = AccountRoutes.Permission;

    /// <summary>Normalizes the input: each permission once, in order.</summary>
    public static RoleDefinition Of(string name, IEnumerable<string> permissions) =>
        new(name.Trim(), [.. permissions.Append(AlwaysGranted).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <returns>The reason why the terms are invalid; null if they are valid.</returns>
    public Refusal? Trouble =>
        this switch
        {
            _ when Name.Length is 0 or > MaxNameLength || Name.Any(char.IsControl) => new("bad_name", $"The name must have 1 to {MaxNameLength} characters."),
            { Permissions.Length: < 2 or > MaxPermissions } => new("bad_permissions", $"A role must have 1 to {MaxPermissions} permissions."),
            _ when Permissions.Contains("*", StringComparer.Ordinal) => new(
                "bad_permissions",
                $"Only owners can have all permissions. Assign the owner role instead."
            ),
            _ when !Permissions.All(Kernel.Modules.Permissions.IsWord) => new(
                "bad_permissions",
                $"A permission must be a name such as tenant.report, or a wildcard such as tenant.*."
            ),
            _ => null,
        };
}
