using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Roles as field options.</summary>
public sealed class RoleSource : IOptionSource
{
    public const string Roles = "team_role";

    public string Name => Roles;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) => work.List<Option>("select key, name from core.team_roles order by place, key");
}
