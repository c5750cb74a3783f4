namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Request to refund usage.</summary>
/// <param name="Tenant">Tenant id, or ext: followed by your own id.</param>
/// <param name="Key">Idempotency-Key of the claim.</param>
/// <param name="Amount">Decimal number; all of the claim if omitted.</param>
public sealed record RefundRequest(string Tenant, string Key, string? Amount = null);
