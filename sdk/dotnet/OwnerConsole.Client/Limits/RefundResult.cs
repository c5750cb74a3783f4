using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Result of a refund.</summary>
/// <param name="ToCredits">Part that was returned to credits; credits that have expired stay expired.</param>
/// <param name="Used">Usage in the refunded period, without the refunded amount.</param>
/// <param name="Repeated">True if it was refunded before and not again.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record RefundResult(string Feature, string Key, decimal Amount, decimal ToCredits, decimal Used, bool Repeated);
