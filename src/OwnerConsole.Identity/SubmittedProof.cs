using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Identity;

/// <summary>Credentials with which a person confirms their identity: a passkey, or password and code.</summary>
/// <param name="Passkey">Null when password and code are used.</param>
public sealed record SubmittedProof(string Password, string Code, PasskeyAnswer? Passkey = null)
{
    /// <param name="prefix">Prefix of the field names, for forms with other fields.</param>
    public static SubmittedProof Of(IFormCollection form, string prefix = "") =>
        new(form[prefix + "password"].ToString(), form[prefix + "code"].ToString(), PasskeyAnswer.Of(form));
}
