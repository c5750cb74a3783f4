using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Whether it may be used.</summary>
/// <param name="Used">this included where it was counted; null for what isn't counted, and where the console could not be asked</param>
/// <param name="Limit">null for unlimited, and where <paramref name="Used"/> is</param>
/// <param name="ResetsAt">when counting begins at nothing again; null when it never does</param>
/// <param name="Decision">the id of this answer, which the console shows the reasons of; null where it could not be asked</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record LimitAnswer(string Feature, decimal? Used = null, decimal? Limit = null, DateTimeOffset? ResetsAt = null, string? Decision = null)
{
    /// <summary>Why not; null when it may.</summary>
    public LimitRefusal? Refusal { get; init; }

    /// <summary>The console could not be asked: what the feature says for that has decided.</summary>
    public bool IsByOutage { get; init; }

    /// <summary>It is forgotten within the hour: there is nothing to count later.</summary>
    internal bool IsOfARate { get; init; }

    public bool IsGranted => Refusal is null;

    /// <summary>For whoever would rather catch than look.</summary>
    /// <returns>the same</returns>
    /// <exception cref="LimitReachedException">it is refused</exception>
    public LimitAnswer Demand() => Refusal is { } refusal ? throw new LimitReachedException(refusal) : this;
}
