namespace OwnerConsole.Kernel.Identities;

/// <summary>A key as the list shows it; its secret was shown once and is not kept.</summary>
/// <param name="ShortId">the part of the key's text that tells which one it is</param>
/// <param name="Origins">of the pages that may send with it</param>
/// <param name="OnlyTenant">the one tenant it is bound to; null for all of its population</param>
/// <param name="FormerShortId">of the text before a rotation, while it opens too</param>
/// <param name="FormerUsedAt">when somebody last called with that one, since the rotation</param>
public sealed record ApiKey(
    string Id,
    string ShortId,
    string Name,
    Population Population,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Origins,
    string? OnlyTenant,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string? FormerShortId,
    DateTimeOffset? FormerEndsAt,
    DateTimeOffset? FormerUsedAt
);
