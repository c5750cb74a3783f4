using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Why so much may not be used, and what would allow it.</summary>
/// <param name="Code"><c>limit_reached</c>, <c>rate_limited</c>, <c>not_granted</c>, or <c>console_away</c> where nobody could be asked</param>
/// <param name="Detail">what to do about it, in words</param>
/// <param name="Feature">its key</param>
/// <param name="Limit">null for what isn't counted</param>
/// <param name="Used">in the period that runs</param>
/// <param name="Reserved">held and not yet used</param>
/// <param name="Remaining">what may still be used</param>
/// <param name="ResetsAt">when counting begins at nothing again; null when it never does</param>
/// <param name="Source">who says the limit: <c>override</c>, <c>addon</c>, <c>plan_version</c> or <c>feature</c></param>
/// <param name="SourceId">of the override, or of the plan and its version</param>
/// <param name="Decision">the id of this answer: show it to whoever is refused, and the console says why; null where nobody could be asked</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record LimitRefusal(
    string Code,
    string Detail,
    string Feature,
    decimal Requested,
    decimal? Limit = null,
    decimal? Used = null,
    decimal? Reserved = null,
    decimal? Remaining = null,
    DateTimeOffset? ResetsAt = null,
    string? Source = null,
    string? SourceId = null,
    string? Decision = null
)
{
    internal const string Away = "console_away";

    /// <summary>How long to wait until as much passes; null where waiting is no help.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Plans that are sold and would allow it, the cheapest first.</summary>
    public IReadOnlyList<LimitRefusal.Upgrade> Upgrades { get; init; } = [];

    /// <param name="Plan">its key</param>
    /// <param name="Allows">on, a number or unlimited, or a value</param>
    public sealed record Upgrade(string Plan, string Name, string Allows);
}
