namespace OwnerConsole.Client;

/// <summary>What a tenant may use, as the console said it.</summary>
/// <param name="EndsAt">when it may no longer be used, however long the application would; null where the console didn't say</param>
internal sealed record Snapshot(DateTimeOffset At, IReadOnlyDictionary<string, Entitlement> Entitlements, DateTimeOffset? EndsAt = null)
{
    public static Snapshot Of(DateTimeOffset at, IEnumerable<Entitlement> entitlements, DateTimeOffset? endsAt = null) =>
        new(at, entitlements.ToDictionary(one => one.Feature, StringComparer.Ordinal), endsAt);
}
