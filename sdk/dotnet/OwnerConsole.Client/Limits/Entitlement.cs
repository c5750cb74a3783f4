using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>A tenant's entitlement to a feature, with its usage. Enum values are texts, because the console may add more.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Kind"><c>boolean</c>, <c>config</c>, <c>counter</c>, <c>gauge</c>, <c>unique</c> or <c>rate</c></param>
/// <param name="Unit">Name of one unit; null if nothing is counted.</param>
/// <param name="Allowed">True if one more can be used; for features without usage, true if it is on or has a value.</param>
/// <param name="Allows">On or off, a number or unlimited, or a value.</param>
/// <param name="Limit">Null if unlimited or not counted.</param>
/// <param name="Used">Usage in the current period; null if not counted.</param>
/// <param name="Reserved">Reserved amount that is not used yet; null if not counted.</param>
/// <param name="Remaining">Remaining amount; null if unlimited or not counted.</param>
/// <param name="ResetsAt">Time at which usage resets, or a rate limit is fully restored; null if it never resets.</param>
/// <param name="Enforcement"><c>hard</c>, <c>soft</c> or <c>burst</c></param>
/// <param name="Outage"><c>open</c> or <c>closed</c>: the decision while the console is unreachable.</param>
/// <param name="Source">Source of the limit: <c>override</c>, <c>addon</c>, <c>plan_version</c> or <c>feature</c>.</param>
/// <param name="Per"><c>second</c>, <c>minute</c> or <c>hour</c> for rate limits; null for others.</param>
/// <param name="Credits">Remaining credits, which pay for usage beyond the limit and are part of the remaining amount; null if there are none.</param>
/// <param name="FromCredits">Part of the usage that was paid with credits; null if none.</param>
/// <param name="CreditsExpireAt">Time at which the first credits expire; null if none expire.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record Entitlement(
    string Feature,
    string Name,
    string Kind,
    string? Unit,
    bool Allowed,
    string Allows,
    decimal? Limit,
    decimal? Used,
    decimal? Reserved,
    decimal? Remaining,
    DateTimeOffset? ResetsAt,
    string Enforcement,
    string Outage,
    string Source,
    string? SourceId,
    string? Per = null,
    decimal? Credits = null,
    decimal? FromCredits = null,
    DateTimeOffset? CreditsExpireAt = null
)
{
    /// <summary>True if the tenant has the feature, regardless of its usage.</summary>
    internal bool IsGranted => Used is null ? Allowed : Limit is not 0 || Credits > 0;
}
