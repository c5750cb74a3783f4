using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Reads the audience that a person has entered.</summary>
internal static class BroadcastAudience
{
    /// <param name="mode">Mode in which <c>ext:</c> ids are looked up.</param>
    /// <returns>The audience, and whether a named tenant doesn't exist.</returns>
    public static async Task<(Audience Audience, bool IsTenantUnknown)> Read(BroadcastInput input, Mode mode, UnitOfWork reading)
    {
        var (tenants, unknown) = await TenantTargets.FindNamed(input.Tenants, mode, reading);
        return (new(TenantTargets.Values(input.Roles), input.OwnersOnly, Query(input), tenants), unknown is not null);
    }

    /// <returns>Filters of the list of tenants by name.</returns>
    public static IReadOnlyDictionary<string, string> Query(BroadcastInput input) =>
        TenantTargets.ReadQuery(input.Filter, ("plan", input.Plan), ("status", input.Status?.ToText()), ("tag", input.Tag));
}
