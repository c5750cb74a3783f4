using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Access;

/// <summary>Team members that a form offers.</summary>
public static class TeamOptions
{
    /// <param name="permission">Permission that they need.</param>
    /// <param name="team">Can read the rows of the platform.</param>
    /// <returns>Team members by name. People limited to a segment are excluded.</returns>
    public static async Task<IReadOnlyList<Option>> List(string permission, UnitOfWork team) =>
        await team.List<Option>(
            "select id as key, name from core.entity_names where id = any(@people) order by lower(name), id",
            new { people = (await CallerLookup.ListWhoCan(permission, team)).ToArray() }
        );
}
