using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The team's roles as the options of a field.</summary>
public sealed class RoleSource : IOptionSource
{
    public const string Roles = "team_role";

    public string Name => Roles;

    public async Task<IReadOnlyList<Option>> Find(Work work) => [.. (await TeamRole.All(work)).Select(role => new Option(role.Key, role.Name))];
}
