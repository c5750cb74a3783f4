using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Why usage is refused, and which plans would allow it.</summary>
/// <param name="Code"><c>limit_reached</c>, <c>rate_limited</c>, <c>not_granted</c>, or <c>console_away</c> if the console was unreachable.</param>
/// <param name="Detail">Explanation with the remedy.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Limit">Null if not counted.</param>
/// <param name="Used">Usage in the current period.</param>
/// <param name="Reserved">Reserved amount that is not used yet.</param>
/// <param name="Remaining">Remaining amount.</param>
/// <param name="ResetsAt">Time at which usage resets; null if it never resets.</param>
/// <param name="Source">Source of the limit: <c>override</c>, <c>addon</c>, <c>plan_version</c> or <c>feature</c>.</param>
/// <param name="SourceId">ID of the override, or of the plan and its version.</param>
/// <param name="Decision">ID of the decision, which the console can explain. Show it to the user. Null if the console was unreachable.</param>
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
    internal const string ConsoleUnavailable = "console_away";

    /// <summary>Time to wait before the same amount is allowed; null if waiting does not help.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Current plans that would allow it, cheapest first.</summary>
    public IReadOnlyList<LimitRefusal.Upgrade> Upgrades { get; init; } = [];

    /// <param name="Plan">Key of the plan.</param>
    /// <param name="Allows">On, a number or unlimited, or a value.</param>
    public sealed record Upgrade(string Plan, string Name, string Allows);
}
