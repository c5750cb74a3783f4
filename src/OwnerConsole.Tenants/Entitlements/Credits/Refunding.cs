namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What an application wants to have back.</summary>
/// <param name="Tenant">its id, or ext: and your own id of it</param>
/// <param name="Key">the Idempotency-Key of the claim</param>
/// <param name="Amount">as a decimal number; all of the claim when it is left out</param>
public sealed record Refunding(string Tenant, string Key, string? Amount = null);
