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
        await List(await CallerLookup.ListWhoCan(permission, team), team);

    /// <param name="people">IDs of team members.</param>
    /// <param name="team">Can read the rows of the platform.</param>
    /// <returns>The team members by name.</returns>
    public static Task<IReadOnlyList<Option>> List(IReadOnlyList<string> people, UnitOfWork team) =>
        team.List<Option>("select id as key, name from core.entity_names where id = any(@people) order by lower(name), id", new { people = people.ToArray() });
}
