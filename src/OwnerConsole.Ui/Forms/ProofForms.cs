using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>Handles identity confirmation in forms: for one action that can't be undone, or for ten minutes before actions that change access or data destinations.</summary>
public sealed class ProofForms(AccountSecurity access, Reauthenticator proving, SignInRateLimiter limits)
{
    /// <summary>Prefix of the field names, to separate them from the form's other fields.</summary>
    public const string Prefix = "proof_";

    /// <summary>Address that creates the passkey request for a ten-minute confirmation.</summary>
    public const string PasskeyAddress = "/settings/account/proof?for=step_up";

    /// <returns>The confirmation that the operation's form needs; null when none is needed or the user confirmed within the last ten minutes.</returns>
    public async Task<StepUpPrompt?> Prompt(HttpContext context, OperationDefinition operation) =>
        Caller.Of(context) is { } caller && operation.NeedsStepUp(caller) ? new(await HasPasskey(context)) : null;

    /// <summary>Checks the confirmation that a form with <see cref="Prompt"/> submits.</summary>
    /// <returns>The confirmation; null when none is needed.</returns>
    /// <exception cref="Problem">403: The confirmation is missing or wrong.</exception>
    public async Task<Proof?> Confirm(HttpContext context, IFormCollection form, OperationDefinition operation)
    {
        if (!operation.NeedsStepUp(Caller.Of(context)!)) // only people are asked
            return null;
        if (!IsFilledIn(form))
            throw new Problem(403, "needs_step_up", "Confirm that it's you with a passkey, or with your password and a code. Nothing was changed.");
        var (proof, trouble) = await Check(context, form, AccountSecurity.Purpose(AccountChange.StepUp));
        return proof ?? throw new Problem(403, "not_proved", trouble!); // exactly one of both is set
    }

    public static bool IsFilledIn(IFormCollection form) =>
        form[Prefix + "password"].ToString().Length > 0 || form[Prefix + "code"].ToString().Length > 0 || PasskeyAnswer.Of(form) is not null;

    /// <summary>Creates a passkey request that confirms only this preview.</summary>
    /// <param name="hash">Hash of the preview.</param>
    public async Task<IResult> Ask(HttpContext context, byte[] hash) => PasskeyChallenge.Of(await access.Ask(CurrentSession(context), hash, context));

    /// <returns>The confirmation, after which the session has a new cookie; otherwise the error message.</returns>
    public async Task<(Proof? Proof, string? Trouble)> Check(HttpContext context, IFormCollection form, byte[] hash)
    {
        var session = CurrentSession(context);
        if (!limits.Allow(ClientInfo.Of(context), session.UserId!))
            return (null, "Too many attempts. Wait a minute and try again.");
        var shown = SubmittedProof.Of(form, Prefix);
        if (await access.Prove(session, shown, hash, context) is not var (proof, secret))
            return (
                null,
                shown.Passkey is null
                    ? "The password or the code is wrong, or the code was already used. Nothing was changed. After 5 failed attempts, you have to wait longer before each new one."
                    : "The passkey confirmed a different version of this action. Nothing was changed. Review it and try again."
            );
        SessionCookie.Write(context, secret);
        context.Items[typeof(Caller)] = Caller.Of(context)! with { IsProved = true }; // so that this response doesn't ask again
        return (proof, null);
    }

    /// <returns>Whether the user has a passkey that works at this address.</returns>
    public async Task<bool> HasPasskey(HttpContext context) =>
        Session.Of(context) is { UserId: not null } session && await proving.HasPasskey(session, context);

    private static Session CurrentSession(HttpContext context) =>
        Session.Of(context) is { UserId: not null } session
            ? session
            : throw new Problem(403, "people_only", "Only a signed-in person can confirm their identity. API keys can't.");
}

/// <param name="HasPasskey">Whether the user has a passkey that works at this address.</param>
public sealed record StepUpPrompt(bool HasPasskey);
