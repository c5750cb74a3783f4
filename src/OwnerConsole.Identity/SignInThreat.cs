namespace OwnerConsole.Identity;

/// <summary>Suspicious activity that a team member is warned about.</summary>
public enum SignInThreat
{
    /// <summary>At least five wrong passwords or codes since the last sign-in.</summary>
    ManyFailures,

    /// <summary>A passkey whose counter shows that a copy of it was used.</summary>
    PasskeyCopied,
}
