namespace OwnerConsole.Trust.Team;

/// <summary>Somebody of the team, as lists show them.</summary>
/// <param name="Role">the key of it; null for grants of their own</param>
/// <param name="HasSecondFactor">false after their access was reset, until they set it up anew</param>
/// <param name="Sessions">where they are signed in</param>
/// <param name="LastSeenAt">null when no session of theirs is kept</param>
public sealed record TeamMember(
    string Id,
    string Name,
    string Email,
    string? Role,
    string? RoleName,
    bool HasSecondFactor,
    long Sessions,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset CreatedAt
);
