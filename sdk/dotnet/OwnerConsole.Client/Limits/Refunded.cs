using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>What was given back of what was counted under a key.</summary>
/// <param name="ToCredits">so much of it went back to the credits that had paid for it; of those that have expired it has expired, too</param>
/// <param name="Used">in the period that it was counted in, without it</param>
/// <param name="Repeated">it was given back before, and not again</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record Refunded(string Feature, string Key, decimal Amount, decimal ToCredits, decimal Used, bool Repeated);
