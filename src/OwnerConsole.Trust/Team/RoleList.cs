using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>The roles of the team, with who has them.</summary>
public sealed class RoleList(Database database)
{
    /// <returns>the one that may most first; none for who sees some tenants only, or the demo</returns>
    public async Task<IReadOnlyList<RoleSeen>> Find(Caller caller, CancellationToken stop)
    {
        if (!TeamList.IsToldOf(caller))
            return [];
        await using var look = await database.Look([], stop);
        var (people, currency) = (await TeamList.People(look), (await Reporting.Of(look)).Currency);
        var seen = new List<RoleSeen>();
        foreach (var role in await TeamRole.All(look)) // a dozen
            seen.Add(
                new(
                    role,
                    [.. people.Where(person => person.Role == role.Key).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)],
                    await Ceilings.OfRole(role.Key, look),
                    currency,
                    await RoleDecision.Segment.Of<string>(role.Key, look)
                )
            );
        return seen;
    }

    /// <exception cref="Problem">404: there is none of this key</exception>
    public async Task<RoleSeen> Find(Caller caller, string key, CancellationToken stop) =>
        (await Find(caller, stop)).SingleOrDefault(seen => seen.Role.Key == key) ?? throw new Problem(404, "not_found", "There is no role with this key.");
}
