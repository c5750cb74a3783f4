namespace OwnerConsole.Kernel.Access;

/// <summary>How a person has just confirmed their identity.</summary>
/// <param name="With">Id of the passkey; null otherwise.</param>
public sealed record Proof(ProofKind Kind, string? With = null);

public enum ProofKind
{
    /// <summary>Password and an unused code.</summary>
    PasswordAndCode,
    Passkey,

    /// <summary>A command on the console's machine, which needs access to its data directory and master key.</summary>
    ServerAccess,

    /// <summary>A retention policy. The person who set its period confirmed their identity.</summary>
    Policy,
}
