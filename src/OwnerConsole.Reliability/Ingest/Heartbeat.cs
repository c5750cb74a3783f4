using System.Text.Json;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>A sign of life of one process.</summary>
/// <param name="Facts">what else is worth seeing: texts, numbers, true or false, by name</param>
public sealed record Heartbeat(
    string? Name = null,
    string? Version = null,
    string? Region = null,
    DateTimeOffset? StartedAt = null,
    IReadOnlyDictionary<string, JsonElement>? Facts = null
);
