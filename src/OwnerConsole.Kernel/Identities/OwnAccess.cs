using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Kernel.Identities;

/// <summary>People change how they come in themselves; each change asks them to prove once more who they are, for it alone, and ends every other session.</summary>
public sealed class OwnAccess(Database database, Proving proving, Sessions sessions, People people, SecondFactor factor, AccessLog accessLog)
{
    /// <summary>Asks the browser for a passkey.</summary>
    /// <param name="about">what it is to prove</param>
    /// <returns>null where none works</returns>
    public async Task<CeremonyBegun?> Ask(Session session, byte[] about, HttpContext context)
    {
        await using var work = await Open("access.prove", context);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        var begun = await proving.Ask(session, about, site, context, work);
        await work.Commit();
        return begun;
    }

    /// <summary>Proves once more who sits there, before something that can't be taken back.</summary>
    /// <param name="about">what is proved: the hash of what was previewed</param>
    /// <returns>how, and the secret of the session from now on; null when it proves nothing</returns>
    public async Task<(Proof Proof, string Secret)?> Prove(Session session, ProofShown shown, byte[] about, HttpContext context)
    {
        await using var work = await Open("access.prove", context);
        if (await proving.Check(session, shown, about, context, work) is not { } proof)
            return null;
        var secret = await sessions.Renew(session, work);
        accessLog.Done(session.UserId!, "proved", Sentence.Say($"{new Reference(session.UserId!)} proved once more who they are, by {proof.Kind}."), work);
        await work.Commit();
        return (proof, secret);
    }

    /// <returns>the secret of the session that takes the place of all others; null when it is not proved who asks</returns>
    public async Task<string?> ChangePassword(Session session, ProofShown shown, string wanted, HttpContext context)
    {
        await using var work = await Open("access.password", context);
        if (await proving.Check(session, shown, About(OwnChange.Password), context, work) is null)
            return null;
        await people.SetPassword(session.UserId!, Passwords.Hash(wanted), work);
        accessLog.Done(session.UserId!, "password_changed", Sentence.Say($"{new Reference(session.UserId!)} changed the password."), work);
        return await StartAnew(session.UserId!, context, work);
    }

    /// <returns>ten new codes, shown once, and the secret of the session that takes the place of all others; null when it is not proved who asks</returns>
    public async Task<Enrolled?> NewRecoveryCodes(Session session, ProofShown shown, HttpContext context)
    {
        await using var work = await Open("access.recovery_codes", context);
        if (await proving.Check(session, shown, About(OwnChange.RecoveryCodes), context, work) is null)
            return null;
        var codes = await factor.NewRecoveryCodes(session.UserId!, work);
        accessLog.Done(session.UserId!, "recovery_codes_renewed", Sentence.Say($"{new Reference(session.UserId!)} made new recovery codes."), work);
        return new(await StartAnew(session.UserId!, context, work), codes);
    }

    /// <summary>A new authenticator waits in the session; the old one is good until the first code of the new one.</summary>
    /// <returns>false when it is not proved who asks</returns>
    public async Task<bool> BeginAuthenticator(Session session, ProofShown shown, HttpContext context)
    {
        await using var work = await Open("access.authenticator", context);
        if (await proving.Check(session, shown, About(OwnChange.Authenticator), context, work) is null)
            return false;
        await sessions.SetPending(session.Id, RandomNumberGenerator.GetBytes(Totp.KeyLength), work);
        await work.Commit();
        return true;
    }

    /// <returns>the secret of the session that takes the place of all others; null when the code does not fit</returns>
    public async Task<string?> FinishAuthenticator(Session session, string code, HttpContext context)
    {
        var id = session.UserId!;
        await using var work = await Open("access.authenticator", context);
        if (session.Pending is null || factor.Proves(session.Pending, code, work) is not { } step)
            return null;
        await people.SetAuthenticator(id, factor.Seal(id, session.Pending), step, work);
        accessLog.Done(id, "authenticator_replaced", Sentence.Say($"{new Reference(id)} set up another authenticator."), work);
        return await StartAnew(id, context, work);
    }

    /// <param name="sessionId">one of the person's own; null for all but <paramref name="session"/></param>
    /// <returns>how many ended</returns>
    public async Task<int> EndSessions(Session session, string? sessionId, HttpContext context)
    {
        await using var work = await Open("session.end", context);
        var ended = sessionId is null ? await sessions.CloseAll(session.UserId!, session.Id, work) : await sessions.CloseOwn(session.UserId!, sessionId, work);
        if (ended > 0)
            accessLog.Done(session.UserId!, "sessions_ended", Sentence.Say($"{new Reference(session.UserId!)} ended {ended} of their sign-in sessions."), work);
        await work.Commit();
        return ended;
    }

    /// <summary>What is proved before a change of one's own access.</summary>
    public static byte[] About(OwnChange change, string? of = null) => Encoding.UTF8.GetBytes($"access.{change.ToText()}:{of}");

    private Task<Work> Open(string door, HttpContext context) => database.Write(Door.Intake(door), AccessLog.Tenants, context.RequestAborted);

    private async Task<string> StartAnew(string personId, HttpContext context, Work work)
    {
        var secret = await sessions.StartAnew(personId, Client.Of(context), work);
        await work.Commit();
        return secret;
    }
}
