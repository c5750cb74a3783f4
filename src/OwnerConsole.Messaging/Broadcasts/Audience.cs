using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Which members receive a broadcast: those of the selected tenants who have one of the roles.</summary>
/// <param name="Roles">Roles of members; empty for all.</param>
/// <param name="OwnersOnly">Whether only the owners of tenants receive it.</param>
/// <param name="Query">Filters of the list of tenants, by name; empty for all tenants that aren't cancelled.</param>
/// <param name="Tenants">IDs of tenants; empty for those that match the filters.</param>
public sealed record Audience(IReadOnlyList<string> Roles, bool OwnersOnly, IReadOnlyDictionary<string, string> Query, IReadOnlyList<string> Tenants)
{
    public static readonly Audience Everyone = new([], false, new Dictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>Whether cancelled tenants are selected too, because the filters or the IDs name them.</summary>
    public bool IncludesCancelled => Targets.IncludesCancelled;

    /// <summary>The selected tenants.</summary>
    internal TenantTargets Targets => new(Query, Tenants);
}
