using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>The fields of a form by which a person confirms who they are: for one decision that can't be undone, or for ten minutes before what changes access or where data goes.</summary>
public sealed class ProofForms(OwnAccess access, Proving proving, SignInLimits limits)
{
    /// <summary>Prefix of the fields' names, next to the form's other fields.</summary>
    public const string Prefix = "proof_";

    /// <summary>Where a passkey is asked for that confirms who sits there, for ten minutes.</summary>
    public const string PasskeyAddress = "/settings/account/proof?for=step_up";

    /// <returns>what a form of this operation has to ask; null when nothing, because it was confirmed within the last ten minutes</returns>
    public async Task<StepUpPrompt?> Prompt(HttpContext context, Declaration operation) =>
        Caller.Of(context) is { } caller && operation.AsksStepUp(caller) ? new(await HasPasskey(context)) : null;

    /// <summary>Takes what the form of <see cref="Prompt"/> brings; asks nothing where nothing has to be confirmed.</summary>
    /// <returns>null where nothing had to be confirmed</returns>
    /// <exception cref="Problem">403: nothing was typed, or it is wrong</exception>
    public async Task<Proof?> Confirm(HttpContext context, IFormCollection form, Declaration operation)
    {
        if (!operation.AsksStepUp(Caller.Of(context)!)) // asked of people only
            return null;
        if (!IsFilledIn(form))
            throw new Problem(403, "needs_step_up", "Confirm that it's you, with a passkey or with your password and a code. Nothing was changed.");
        var (proof, trouble) = await Check(context, form, OwnAccess.About(OwnChange.StepUp));
        return proof ?? throw new Problem(403, "not_proved", trouble!); // one of the two
    }

    public static bool IsFilledIn(IFormCollection form) =>
        form[Prefix + "password"].ToString().Length > 0 || form[Prefix + "code"].ToString().Length > 0 || PasskeyAnswer.Of(form) is not null;

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
                    ? "Password and code don't fit, or the code was used before. Nothing was done. After 5 failed attempts, each further one has to wait longer."
                    : "The passkey confirmed something else than what is shown now. Nothing was done. Look once more."
            );
        SessionCookie.Write(context, secret);
        context.Items[typeof(Caller)] = Caller.Of(context)! with { IsProved = true }; // what is drawn now asks no second time
        return (proof, null);
    }

    /// <returns>whether whoever asks has a passkey that works here</returns>
    public async Task<bool> HasPasskey(HttpContext context) =>
        Session.Of(context) is { UserId: not null } session && await proving.HasPasskey(session, context);

    private static Session Own(HttpContext context) =>
        Session.Of(context) is { UserId: not null } session ? session : throw new Problem(403, "people_only", "Only a person can prove who they are.");
}

/// <param name="HasPasskey">the person has one that works here</param>
public sealed record StepUpPrompt(bool HasPasskey);
