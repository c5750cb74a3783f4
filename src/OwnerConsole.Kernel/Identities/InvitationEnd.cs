namespace OwnerConsole.Kernel.Identities;

/// <summary>Why an invitation is no longer good though its time isn't over: it ends with the right of its sender.</summary>
public enum InvitationEnd
{
    SenderLeft,
    SenderMayNot,
}
