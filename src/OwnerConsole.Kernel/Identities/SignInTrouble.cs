namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody of the team is warned of: it was probably not them.</summary>
public enum SignInTrouble
{
    /// <summary>So many wrong passwords or codes that the account rests.</summary>
    AccountRests,

    /// <summary>A passkey that was used elsewhere in between.</summary>
    PasskeyCopied,
}
