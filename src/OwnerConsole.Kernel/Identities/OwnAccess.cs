using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Kernel.Identities;

/// <summary>People change how they come in themselves; each change asks for the password and a fresh code, and ends every other session.</summary>
public sealed class OwnAccess(Database database, SignIns signIns, Sessions sessions, People people, SecondFactor factor, AccessLog accessLog)
{
    /// <summary>Proves once more who sits there, before something that can't be taken back.</summary>
    /// <returns>false when password or code are wrong</returns>
    public async Task<bool> Prove(Session session, string password, string code, CancellationToken stop)
    {
        await using var work = await Open("access.prove", stop);
        if (await signIns.Prove(session.UserId!, password, code, work) is null)
            return false;
        await work.Commit();
        return true;
    }

    /// <returns>the secret of the session that takes the place of all others; null when password or code are wrong</returns>
    public async Task<string?> ChangePassword(Session session, string password, string code, string wanted, Client client, CancellationToken stop)
    {
        await using var work = await Open("access.password", stop);
        if (await signIns.Prove(session.UserId!, password, code, work) is not { } person)
            return null;
        await people.SetPassword(person.Id, Passwords.Hash(wanted), work);
        accessLog.Done(person.Id, "password_changed", Sentence.Say($"{new Reference(person.Id)} changed the password."), work);
        return await StartAnew(person.Id, client, work);
    }

    /// <returns>ten new codes, shown once; null when password or code are wrong</returns>
    public async Task<IReadOnlyList<string>?> NewRecoveryCodes(Session session, string password, string code, CancellationToken stop)
    {
        await using var work = await Open("access.recovery_codes", stop);
        if (await signIns.Prove(session.UserId!, password, code, work) is not { } person)
            return null;
        var codes = await factor.NewRecoveryCodes(person.Id, work);
        accessLog.Done(person.Id, "recovery_codes_renewed", Sentence.Say($"{new Reference(person.Id)} made new recovery codes."), work);
        await work.Commit();
        return codes;
    }

    /// <summary>A new authenticator waits in the session; the old one is good until the first code of the new one.</summary>
    /// <returns>false when password or code are wrong</returns>
    public async Task<bool> BeginAuthenticator(Session session, string password, string code, CancellationToken stop)
    {
        await using var work = await Open("access.authenticator", stop);
        if (await signIns.Prove(session.UserId!, password, code, work) is null)
            return false;
        await sessions.SetPending(session.Id, RandomNumberGenerator.GetBytes(Totp.KeyLength), work);
        await work.Commit();
        return true;
    }

    /// <returns>the secret of the session that takes the place of all others; null when the code does not fit</returns>
    public async Task<string?> FinishAuthenticator(Session session, string code, Client client, CancellationToken stop)
    {
        var id = session.UserId!;
        await using var work = await Open("access.authenticator", stop);
        if (session.Pending is null || factor.Proves(session.Pending, code, work) is not { } step)
            return null;
        await people.SetAuthenticator(id, factor.Seal(id, session.Pending), step, work);
        accessLog.Done(id, "authenticator_replaced", Sentence.Say($"{new Reference(id)} set up another authenticator."), work);
        return await StartAnew(id, client, work);
    }

    /// <param name="sessionId">one of the person's own; null for all but <paramref name="session"/></param>
    /// <returns>how many ended</returns>
    public async Task<int> EndSessions(Session session, string? sessionId, CancellationToken stop)
    {
        await using var work = await Open("session.end", stop);
        var ended = sessionId is null ? await sessions.CloseAll(session.UserId!, session.Id, work) : await sessions.CloseOwn(session.UserId!, sessionId, work);
        if (ended > 0)
            accessLog.Done(session.UserId!, "sessions_ended", Sentence.Say($"{new Reference(session.UserId!)} ended {ended} of their sessions."), work);
        await work.Commit();
        return ended;
    }

    private Task<Work> Open(string door, CancellationToken stop) => database.Write(Door.Intake(door), AccessLog.Tenants, stop);

    private async Task<string> StartAnew(string personId, Client client, Work work)
    {
        await sessions.CloseAll(personId, except: null, work);
        var secret = await sessions.Open(SessionStage.Open, personId, client, work);
        await work.Commit();
        return secret;
    }
}
