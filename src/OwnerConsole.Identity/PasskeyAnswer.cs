using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>A browser's answer to a passkey challenge, as submitted by a form.</summary>
/// <param name="Credential">Credential in WebAuthn's JSON format.</param>
public sealed record PasskeyAnswer(string Ceremony, string Credential)
{
    public const string CeremonyField = "ceremony",
        CredentialField = "passkey";

    /// <returns>Null when the form contains no answer.</returns>
    public static PasskeyAnswer? Of(IFormCollection form) =>
        form[CredentialField].ToString() is { Length: > 0 } credential ? new(form[CeremonyField].ToString(), credential) : null;
}
