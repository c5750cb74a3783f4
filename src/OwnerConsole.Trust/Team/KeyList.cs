using OwnerConsole.Data;
using OwnerConsole.Identity;

namespace OwnerConsole.Trust.Team;

/// <summary>Lists API keys, with revoked keys at the end.</summary>
public sealed class KeyList(Database database, ApiKeys keys, TimeProvider clock)
{
    /// <returns>The matching keys that the caller can see: all keys for a person, keys of the same mode for a key, and keys of visible tenants for callers with restricted access.</returns>
    public async Task<IReadOnlyList<ApiKey>> Find(Caller caller, KeyFilter filter, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([], stop);
        return
        [
            .. (await keys.List(look)).Where(key =>
                (caller.Mode ?? key.Mode) == key.Mode
                && (!caller.IsScoped || (key.OnlyTenant is { } only && caller.CanSee(only)))
                && filter.Matches(key, clock.GetUtcNow())
            ),
        ];
    }
}
