namespace OwnerConsole.Client;

/// <summary>Status of a running process.</summary>
/// <param name="Name">Display name, such as <c>web-1</c>.</param>
/// <param name="Facts">Your own values, such as the length of a queue.</param>
public sealed record Heartbeat(
    string? Name = null,
    string? Version = null,
    string? Region = null,
    DateTimeOffset? StartedAt = null,
    IReadOnlyDictionary<string, object?>? Facts = null
);
