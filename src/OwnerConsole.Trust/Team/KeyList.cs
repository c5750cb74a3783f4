using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Trust.Team;

/// <summary>The applications' keys, those that are revoked at the end.</summary>
public sealed class KeyList(Database database, ApiKeys keys, TimeProvider clock)
{
    /// <returns>those that fit of all that the caller sees: who is bound to some tenants sees theirs, a key those of its own population, a person all of them</returns>
    public async Task<IReadOnlyList<ApiKey>> Find(Caller caller, KeyFilter filter, CancellationToken stop)
    {
        await using var look = await database.Look([], stop);
        return
        [
            .. (await keys.List(look)).Where(key =>
                (caller.Population ?? key.Population) == key.Population
                && (!caller.IsBound || (key.OnlyTenant is { } only && caller.MaySee(only)))
                && filter.Fits(key, clock.GetUtcNow())
            ),
        ];
    }
}
