namespace OwnerConsole.Identity;

/// <summary>An entry in a person's list of sign-in sessions.</summary>
public sealed record OpenSession(string Id, string? Ip, string? UserAgent, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);
