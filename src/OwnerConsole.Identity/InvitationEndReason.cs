namespace OwnerConsole.Identity;

/// <summary>Why an invitation is invalid before it expires: its sender has lost the right to invite.</summary>
public enum InvitationEndReason
{
    SenderLeft,
    SenderMayNot,
}
