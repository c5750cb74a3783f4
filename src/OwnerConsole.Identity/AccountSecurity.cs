using System.Text;
using Microsoft.AspNetCore.Http;
using OtpNet;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Lets people change their own access. Each change requires them to confirm their identity and ends all their other sign-in sessions.</summary>
public sealed class AccountSecurity(
    Database database,
    Reauthenticator proving,
    Sessions sessions,
    People people,
    SecondFactor factor,
    AccessLog accessLog,
    TimeProvider clock
)
{
    /// <summary>Requests a passkey from the browser.</summary>
    /// <param name="about">What the passkey confirms.</param>
    /// <returns>Null at an address where passkeys don't work.</returns>
    public async Task<CeremonyChallenge?> Ask(Session session, byte[] about, HttpContext context)
    {
        await using var work = await Open("access.prove", context);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        var begun = await proving.RequestPasskey(session, about, site, context, work);
        await work.Commit();
        return begun;
    }

    /// <summary>Confirms the person's identity before an action that can't be undone.</summary>
    /// <param name="about">What is confirmed: the hash of the preview.</param>
    /// <returns>The method and the new session secret; null when the confirmation failed.</returns>
    public async Task<(Proof Proof, string Secret)?> Prove(Session session, SubmittedProof shown, byte[] about, HttpContext context)
    {
        await using var work = await Open("access.prove", context);
        if (await proving.Verify(session, shown, about, context, work) is not { } proof)
            return null;
        var secret = await sessions.Renew(session, work);
        accessLog.Done(session.UserId!, "proved", Sentence.Say($"{new EntityReference(session.UserId!)} confirmed their identity by {proof.Kind}."), work);
        await work.Commit();
        return (proof, secret);
    }

    /// <returns>Secret of the session that replaces all others; null when the confirmation failed.</returns>
    public async Task<string?> ChangePassword(Session session, SubmittedProof shown, string wanted, HttpContext context)
    {
        await using var work = await Open("access.password", context);
        if (await proving.Verify(session, shown, Purpose(AccountChange.Password), context, work) is null)
            return null;
        await people.SetPassword(session.UserId!, Passwords.Hash(wanted), work);
        accessLog.Done(session.UserId!, "password_changed", Sentence.Say($"{new EntityReference(session.UserId!)} changed the password."), work);
        return await ReplaceSessions(session.UserId!, context, work);
    }

    /// <returns>Ten new codes, shown once, and the secret of the session that replaces all others; null when the confirmation failed.</returns>
    public async Task<EnrolmentResult?> NewRecoveryCodes(Session session, SubmittedProof shown, HttpContext context)
    {
        await using var work = await Open("access.recovery_codes", context);
        if (await proving.Verify(session, shown, Purpose(AccountChange.RecoveryCodes), context, work) is null)
            return null;
        var codes = await factor.NewRecoveryCodes(session.UserId!, work);
        accessLog.Done(session.UserId!, "recovery_codes_renewed", Sentence.Say($"{new EntityReference(session.UserId!)} created new recovery codes."), work);
        return new(await ReplaceSessions(session.UserId!, context, work), codes);
    }

    /// <summary>Stores a new authenticator in the session. The old one stays valid until the first code of the new one.</summary>
    /// <returns>False when the confirmation failed.</returns>
    public async Task<bool> BeginAuthenticator(Session session, SubmittedProof shown, HttpContext context)
    {
        await using var work = await Open("access.authenticator", context);
        if (await proving.Verify(session, shown, Purpose(AccountChange.Authenticator), context, work) is null)
            return false;
        var pending = new PendingAuthenticator(KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1), clock.GetUtcNow() + Sessions.ProofLifetime);
        await sessions.SetPending(session.Id, pending.ToBytes(), work);
        await work.Commit();
        return true;
    }

    /// <returns>Key of the new authenticator; null if there is none or the identity confirmation has expired.</returns>
    public byte[]? FindPendingKey(Session session) => PendingAuthenticator.Of(session) is { } pending && pending.Until > clock.GetUtcNow() ? pending.Key : null;

    /// <returns>Secret of the session that replaces all others; null when the code is wrong or there is no pending key.</returns>
    public async Task<string?> FinishAuthenticator(Session session, string code, HttpContext context)
    {
        var id = session.UserId!;
        await using var work = await Open("access.authenticator", context);
        if (FindPendingKey(session) is not { } key || factor.FindStep(key, code, work) is not { } step)
            return null;
        await people.SetAuthenticator(id, factor.Encrypt(id, key), step, work);
        accessLog.Done(id, "authenticator_replaced", Sentence.Say($"{new EntityReference(id)} replaced their authenticator."), work);
        return await ReplaceSessions(id, context, work);
    }

    /// <param name="sessionId">One of the person's own sessions; null for all except <paramref name="session"/>.</param>
    /// <returns>Number of ended sessions.</returns>
    public async Task<int> EndSessions(Session session, string? sessionId, HttpContext context)
    {
        await using var work = await Open("session.end", context);
        var ended = sessionId is null ? await sessions.CloseAll(session.UserId!, session.Id, work) : await sessions.CloseOwn(session.UserId!, sessionId, work);
        if (ended > 0)
            accessLog.Done(
                session.UserId!,
                "sessions_ended",
                Sentence.Say($"{new EntityReference(session.UserId!)} ended {ended} of their sign-in sessions."),
                work
            );
        await work.Commit();
        return ended;
    }

    /// <summary>What a person confirms before changing their own access.</summary>
    public static byte[] Purpose(AccountChange change, string? of = null) => Encoding.UTF8.GetBytes($"access.{change.ToText()}:{of}");

    private Task<UnitOfWork> Open(string door, HttpContext context) => database.Write(WriteOrigin.Intake(door), AccessLog.Tenants, context.RequestAborted);

    private async Task<string> ReplaceSessions(string personId, HttpContext context, UnitOfWork work)
    {
        var secret = await sessions.ReplaceAll(personId, ClientInfo.Of(context), work);
        await work.Commit();
        return secret;
    }
}
