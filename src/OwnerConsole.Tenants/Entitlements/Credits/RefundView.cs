namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What was given back of a claim.</summary>
/// <param name="Feature">its key</param>
/// <param name="Key">the Idempotency-Key of the claim</param>
/// <param name="ToCredits">so much of it went back to the credits that had paid for it; of those that have expired it has expired, too</param>
/// <param name="Used">in the period that it was counted in, without it</param>
/// <param name="Repeated">it was given back before, and not again</param>
public sealed record RefundView(string Feature, string Key, string Amount, string ToCredits, string Used, bool Repeated);
