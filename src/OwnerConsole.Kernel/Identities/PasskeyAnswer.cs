using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What a browser answered, as a form brings it.</summary>
/// <param name="Credential">as WebAuthn writes it in JSON</param>
public sealed record PasskeyAnswer(string Ceremony, string Credential)
{
    public const string CeremonyField = "ceremony",
        CredentialField = "passkey";

    /// <returns>null when the form brings none</returns>
    public static PasskeyAnswer? Of(IFormCollection form) =>
        form[CredentialField].ToString() is { Length: > 0 } credential ? new(form[CeremonyField].ToString(), credential) : null;
}
