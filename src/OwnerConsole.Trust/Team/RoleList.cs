using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Trust.Team;

/// <summary>Lists the roles with their team members.</summary>
public sealed class RoleList(Database database)
{
    /// <returns>The roles, starting with the most powerful; empty for callers with access to some tenants or test data only.</returns>
    public async Task<IReadOnlyList<RoleDetails>> Find(Caller caller, CancellationToken stop)
    {
        if (!TeamList.CanSeeTeam(caller))
            return [];
        await using var look = await database.ReadTenants([], stop);
        var (people, currency) = (await TeamList.People(look), (await ReportingSettings.Of(look)).Currency);
        var seen = new List<RoleDetails>();
        foreach (var role in await TeamRole.All(look)) // about a dozen
            seen.Add(
                new(
                    role,
                    [.. people.Where(person => person.Role == role.Key).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)],
                    await Ceilings.OfRole(role.Key, look),
                    currency,
                    await RoleSetting.Segment.Of<string>(role.Key, look)
                )
            );
        return seen;
    }

    /// <exception cref="Problem">404: No role has this key.</exception>
    public async Task<RoleDetails> Find(Caller caller, string key, CancellationToken stop) =>
        (await Find(caller, stop)).SingleOrDefault(seen => seen.Role.Key == key) ?? throw new Problem(404, "not_found", "No role has this key.");
}
