namespace OwnerConsole.Trust.Team;

/// <summary>A team member in lists.</summary>
/// <param name="Role">Key of the role; null for custom permissions.</param>
/// <param name="HasSecondFactor">False after an access reset, until they set up a new second factor.</param>
/// <param name="Sessions">Number of open sign-in sessions.</param>
/// <param name="LastSeenAt">Time of their last request; null when no session is stored.</param>
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
