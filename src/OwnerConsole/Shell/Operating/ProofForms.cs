using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Shell.Operating;

/// <summary>What a form brings by which a person proves once more who they are, before something that nothing takes back: of whoever asks for it, and of whoever approves it.</summary>
public sealed class ProofForms(OwnAccess access, Passkeys passkeys, Database database, SignInLimits limits)
{
    /// <summary>Of the fields' names, beside those of the form itself.</summary>
    public const string Prefix = "proof_";

    /// <summary>Asks the browser for a passkey that confirms this preview and no other.</summary>
    /// <param name="hash">of the preview</param>
    public async Task<IResult> Ask(HttpContext context, byte[] hash) => PasskeyQuestion.Of(await access.Ask(Own(context), hash, context));

    /// <returns>how it is proved who sits there, and from now on they have another cookie; otherwise why it is not</returns>
    public async Task<(Proof? Proof, string? Trouble)> Check(HttpContext context, IFormCollection form, byte[] hash)
    {
        var session = Own(context);
        if (!limits.Allow(Client.Of(context), session.UserId!))
            return (null, "Too many attempts. Wait a minute and try again.");
        var shown = ProofShown.Of(form, Prefix);
        if (await access.Prove(session, shown, hash, context) is not var (proof, secret))
            return (
                null,
                shown.Passkey is null
                    ? "Password and code don't fit, or the code was used before. Nothing was done. After five wrong attempts an account rests for five minutes."
                    : "The passkey confirmed something else than what is shown now. Nothing was done. Look once more."
            );
        SessionCookie.Write(context, secret);
        return (proof, null);
    }

    /// <returns>whether whoever asks has a passkey that works here</returns>
    public async Task<bool> HasPasskey(HttpContext context)
    {
        if (Session.Of(context) is not { UserId: { } user })
            return false;
        await using var look = await database.Look([], context.RequestAborted);
        return await passkeys.Any(user, await PasskeySite.Of(context, look), look);
    }

    private static Session Own(HttpContext context) =>
        Session.Of(context) is { UserId: not null } session ? session : throw new Problem(403, "people_only", "Only a person can prove who they are.");
}
