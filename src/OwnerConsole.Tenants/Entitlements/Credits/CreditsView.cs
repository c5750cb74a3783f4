namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>A tenant's credits: what can be used of them now, and each grant.</summary>
/// <param name="Balances">of each feature of which something is left</param>
/// <param name="Data">what can be used first, in the order in which it is used; then the newest first</param>
public sealed record CreditsView(IReadOnlyList<CreditBalance> Balances, IReadOnlyList<CreditView> Data);

/// <summary>What can be used of a feature's credits now.</summary>
/// <param name="Feature">its key</param>
/// <param name="ExpiresAt">when the first of it expires; null when nothing of it ever does</param>
public sealed record CreditBalance(string Feature, string Name, string Unit, string Left, DateTimeOffset? ExpiresAt);
