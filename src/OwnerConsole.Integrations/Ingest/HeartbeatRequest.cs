using System.Text.Json;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>A heartbeat of one process of the application.</summary>
/// <param name="Name">Name of the process, shown in the console.</param>
/// <param name="Version">Version of the application.</param>
/// <param name="Region">Region in which the process runs.</param>
/// <param name="StartedAt">When the process started.</param>
/// <param name="Facts">Additional facts by name: strings, numbers or booleans.</param>
public sealed record HeartbeatRequest(
    string? Name = null,
    string? Version = null,
    string? Region = null,
    DateTimeOffset? StartedAt = null,
    IReadOnlyDictionary<string, JsonElement>? Facts = null
);
