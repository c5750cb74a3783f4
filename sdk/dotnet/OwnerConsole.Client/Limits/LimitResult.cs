using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Decision whether a feature can be used.</summary>
/// <param name="Used">Usage including this one if it was counted; null if not counted or if the console was unreachable.</param>
/// <param name="Limit">Null if unlimited, and whenever <paramref name="Used"/> is null.</param>
/// <param name="ResetsAt">Time at which usage resets; null if it never resets.</param>
/// <param name="Decision">ID of the decision, which the console can explain; null if the console was unreachable.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record LimitResult(string Feature, decimal? Used = null, decimal? Limit = null, DateTimeOffset? ResetsAt = null, string? Decision = null)
{
    /// <summary>Why the usage is refused; null if it is allowed.</summary>
    public LimitRefusal? Refusal { get; init; }

    /// <summary>True if the console was unreachable and the feature's outage setting decided.</summary>
    public bool IsOutageFallback { get; init; }

    /// <summary>True for rate limits: their usage is forgotten within an hour, so it is not counted later.</summary>
    internal bool IsRateLimited { get; init; }

    public bool IsGranted => Refusal is null;

    /// <summary>Throws if the usage is refused, for callers that prefer exceptions.</summary>
    /// <returns>This decision.</returns>
    /// <exception cref="LimitReachedException">The usage is refused.</exception>
    public LimitResult ThrowIfRefused() => Refusal is { } refusal ? throw new LimitReachedException(refusal) : this;
}
