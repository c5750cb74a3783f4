namespace OwnerConsole.Kernel.Identities;

/// <summary>A line of somebody's list of sessions.</summary>
public sealed record OpenSession(string Id, string? Ip, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);
