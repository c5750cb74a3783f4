using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>An API key as shown in lists. Its secret is shown once and never stored.</summary>
/// <param name="ShortId">Part of the key's text that identifies it.</param>
/// <param name="Origins">Origins of web pages that can send with it.</param>
/// <param name="OnlyTenant">The only tenant that it can access; null for all tenants of its mode.</param>
/// <param name="PreviousShortId">Short id of the previous secret after a rotation, while it is still valid.</param>
/// <param name="PreviousSecretUsedAt">Last use of the previous secret since the rotation.</param>
public sealed record ApiKey(
    string Id,
    string ShortId,
    string Name,
    Mode Mode,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Origins,
    string? OnlyTenant,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? PreviousShortId,
    DateTimeOffset? PreviousSecretEndsAt,
    DateTimeOffset? PreviousSecretUsedAt
);
