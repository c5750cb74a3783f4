using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Reads the audience that a person has entered.</summary>
internal static class BroadcastAudience
{
    /// <param name="mode">Mode in which <c>ext:</c> ids are looked up.</param>
    /// <returns>The audience, and whether a named tenant doesn't exist.</returns>
    public static async Task<(Audience Audience, bool IsTenantUnknown)> Read(BroadcastInput input, Mode mode, UnitOfWork reading)
    {
        var named = Values(input.Tenants);
        var tenants = await reading.List<string>(
            """
            select t.tenant_id from core.tenants t
             where t.mode = @mode and (t.tenant_id = any(@named) or 'ext:' || t.external_id = any(@named))
             order by t.tenant_id
            """,
            new { mode, named }
        );
        return (new(Values(input.Roles), input.OwnersOnly, Query(input), tenants), tenants.Count < named.Length);
    }

    /// <returns>Filters of the list of tenants by name.</returns>
    public static IReadOnlyDictionary<string, string> Query(BroadcastInput input)
    {
        var query = QueryHelpers
            .ParseQuery(input.Filter?.Trim().TrimStart('?'))
            .Where(pair => pair.Value.ToString().Length > 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        Set("plan", input.Plan);
        Set("status", input.Status?.ToText());
        Set("tag", input.Tag);
        return query;

        void Set(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                query[name] = value.Trim();
        }
    }

    private static string[] Values(IReadOnlyList<string>? given) =>
        [.. (given ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
}
