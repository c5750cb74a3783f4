namespace OwnerConsole.Kernel.Identities;

/// <summary>How somebody has just proved once more who they are.</summary>
/// <param name="With">the passkey's id; null for password and code</param>
public sealed record Proof(ProofKind Kind, string? With = null);

public enum ProofKind
{
    /// <summary>Password, and a code that was not used before.</summary>
    PasswordAndCode,
    Passkey,
}
