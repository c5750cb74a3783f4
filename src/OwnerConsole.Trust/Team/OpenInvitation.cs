namespace OwnerConsole.Trust.Team;

/// <summary>An invitation that nobody has come by and nobody has withdrawn.</summary>
/// <param name="InvitedBy">the name of who did</param>
/// <param name="IsOver">its time is over; who is meant can be invited again</param>
public sealed record OpenInvitation(
    string Id,
    string Email,
    string Name,
    string Role,
    string RoleName,
    string? InvitedBy,
    DateTimeOffset ExpiresAt,
    bool IsOver
);
