using OwnerConsole.Identity;

namespace OwnerConsole.Trust.Team;

/// <summary>An invitation that was neither accepted nor withdrawn.</summary>
/// <param name="InvitedBy">Name of the sender.</param>
/// <param name="IsOver">Whether the invitation has expired. The person can be invited again.</param>
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
    /// <summary>Reason why it became invalid before it expired; null while the sender can assign the role.</summary>
    public InvitationEndReason? End { get; init; }

    public InvitationState State =>
        IsOver ? InvitationState.Over
        : End is not null ? InvitationState.Ended
        : InvitationState.Open;
}
