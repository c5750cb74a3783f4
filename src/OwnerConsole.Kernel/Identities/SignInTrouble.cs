namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody of the team is warned of: it was probably not them.</summary>
public enum SignInTrouble
{
    /// <summary>Five wrong passwords or codes or more since the last sign-in.</summary>
    ManyFailures,

    /// <summary>A passkey that was used elsewhere in between.</summary>
    PasskeyCopied,
}
