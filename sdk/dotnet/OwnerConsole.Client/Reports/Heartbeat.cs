namespace OwnerConsole.Client;

/// <summary>What a process says of itself while it is alive.</summary>
/// <param name="Name">for people, such as <c>web-1</c></param>
/// <param name="Facts">your own, such as the length of a queue</param>
public sealed record Heartbeat(
    string? Name = null,
    string? Version = null,
    string? Region = null,
    DateTimeOffset? StartedAt = null,
    IReadOnlyDictionary<string, object?>? Facts = null
);
