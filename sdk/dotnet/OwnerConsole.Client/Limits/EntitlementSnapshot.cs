namespace OwnerConsole.Client;

/// <summary>Entitlements of a tenant at a point in time.</summary>
/// <param name="EndsAt">Time after which they must not be used, regardless of the application's settings; null if the console set none.</param>
internal sealed record EntitlementSnapshot(DateTimeOffset At, IReadOnlyDictionary<string, Entitlement> Entitlements, DateTimeOffset? EndsAt = null)
{
    public static EntitlementSnapshot Of(DateTimeOffset at, IEnumerable<Entitlement> entitlements, DateTimeOffset? endsAt = null) =>
        new(at, entitlements.ToDictionary(entitlement => entitlement.Feature, StringComparer.Ordinal), endsAt);
}
