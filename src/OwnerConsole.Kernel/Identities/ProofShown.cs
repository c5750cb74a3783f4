using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What somebody shows to prove once more who they are: a passkey, or password and code.</summary>
/// <param name="Passkey">null: password and code are to prove it</param>
public sealed record ProofShown(string Password, string Code, PasskeyAnswer? Passkey = null)
{
    /// <param name="prefix">of the fields' names, where a form has fields of its own</param>
    public static ProofShown Of(IFormCollection form, string prefix = "") =>
        new(form[prefix + "password"].ToString(), form[prefix + "code"].ToString(), PasskeyAnswer.Of(form));
}
