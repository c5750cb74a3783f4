using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>What a tenant may use of a feature, and what it has used. Words are the console's; there may be others one day.</summary>
/// <param name="Feature">its key</param>
/// <param name="Kind"><c>boolean</c>, <c>config</c>, <c>counter</c>, <c>gauge</c>, <c>unique</c> or <c>rate</c></param>
/// <param name="Unit">what one is called; null for what isn't counted</param>
/// <param name="Allowed">one more may be used; of what isn't counted: it is on, or has a value</param>
/// <param name="Allows">on or off, a number or unlimited, or a value</param>
/// <param name="Limit">null for unlimited, and for what isn't counted</param>
/// <param name="Used">in the period that runs; null for what isn't counted</param>
/// <param name="Reserved">held and not yet used; null for what isn't counted</param>
/// <param name="Remaining">what may still be used; null for unlimited, and for what isn't counted</param>
/// <param name="ResetsAt">when counting begins at nothing again, or all of a rate has come back; null when it never does</param>
/// <param name="Enforcement"><c>hard</c>, <c>soft</c> or <c>burst</c></param>
/// <param name="Outage"><c>open</c> or <c>closed</c>: what decides while the console can't be reached</param>
/// <param name="Source">who says the limit: <c>override</c>, <c>addon</c>, <c>plan_version</c> or <c>feature</c></param>
/// <param name="Per"><c>second</c>, <c>minute</c> or <c>hour</c>, within which a rate comes back; null for whatever else</param>
/// <param name="Credits">left of credits, which pay for what the limit doesn't include; part of what remains. Null where there are none</param>
/// <param name="FromCredits">so much of what was used was paid for by credits; null for nothing</param>
/// <param name="CreditsExpireAt">when the first of the credits expire; null when none ever do</param>
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
    /// <summary>The tenant has it at all, however much of it was used.</summary>
    internal bool IsGranted => Used is null ? Allowed : Limit is not 0 || Credits > 0;
}
