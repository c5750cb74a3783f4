using OwnerConsole.Kernel.Identities;

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
    string SenderId,
    string? InvitedBy,
    DateTimeOffset ExpiresAt,
    bool IsOver
)
{
    /// <summary>Why it is no longer good before its time is over; null while its sender may invite to that role.</summary>
    public InvitationEnd? End { get; init; }

    public InvitationState State =>
        IsOver ? InvitationState.Over
        : End is not null ? InvitationState.Ended
        : InvitationState.Open;
}
