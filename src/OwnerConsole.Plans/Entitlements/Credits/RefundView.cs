namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Result of a refund.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Key">Idempotency-Key of the claim.</param>
/// <param name="ToCredits">Part that was refunded to the credits that had paid for it; refunds to expired credits expire immediately.</param>
/// <param name="Used">Usage after the refund, in the period that counted it.</param>
/// <param name="Repeated">Whether it was already refunded, and not again.</param>
public sealed record RefundView(string Feature, string Key, string Amount, string ToCredits, string Used, bool Repeated);
