using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Setting up access by a one-time link. Nothing is written to the person until the first code proves the new authenticator.</summary>
public sealed class Enrolments(
    Database database,
    Sessions sessions,
    OneTimeLinks links,
    TeamInvitations invitations,
    People people,
    SecondFactor factor,
    AccessLog accessLog
)
{
    /// <summary>What is being set up; it waits, sealed, in the session.</summary>
    public sealed record Pending(string LinkId, string? PersonId, string Name, string Email, string PasswordHash, byte[] Key, bool IsInvited = false);

    /// <returns>the secret of a session that may only go on with this; null when the link is no longer good</returns>
    public async Task<string?> Begin(string token, string name, string email, string password, Client client, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("enrolment.begin"), [], stop);
        if (await links.Find(token, work) is not { } link)
            return null;
        var pending = new Pending(
            link.Id,
            link.UserId,
            link.UserId is null ? name : link.Name!, // who is here has one
            link.Email ?? email,
            Passwords.Hash(password),
            RandomNumberGenerator.GetBytes(Totp.KeyLength),
            link.IsInvitation
        );
        var secret = await sessions.Open(SessionStage.Enrol, link.UserId, client, work, JsonSerializer.SerializeToUtf8Bytes(pending));
        await work.Commit();
        return secret;
    }

    /// <returns>null when the session sets nothing up</returns>
    public static Pending? Of(Session? session) =>
        session is { Stage: SessionStage.Enrol, Pending: { } pending } ? JsonSerializer.Deserialize<Pending>(pending) : null;

    /// <returns>null when the code does not fit or the link is no longer good; otherwise the person is in</returns>
    public async Task<Enrolled?> Finish(Session session, Pending pending, string code, Client client, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("enrolment.finish"), AccessLog.Tenants, stop);
        if (factor.Proves(pending.Key, code, work) is not { } step)
            return null;
        if (await Who(pending, work) is not { } id)
            return null;
        await people.SetAuthenticator(id, factor.Seal(id, pending.Key), step, work);
        var codes = await factor.NewRecoveryCodes(id, work);
        await sessions.Close(session.Id, work);
        await sessions.CloseAll(id, except: null, work);
        var secret = await sessions.Open(SessionStage.Open, id, client, work);
        accessLog.Done(id, "access_set_up", Sentence.Say($"{new Reference(id)} set up access and signed in."), work);
        await work.Commit();
        return new(secret, codes);
    }

    /// <returns>the id of whose access this is; null when the link is no longer good</returns>
    private async Task<string?> Who(Pending pending, Work work)
    {
        if (pending.IsInvited)
        {
            var invited = await people.Add(pending.Name, pending.Email, pending.PasswordHash, [], work);
            return await invitations.Accept(pending.LinkId, invited, work) ? invited : null;
        }
        if (!await links.Use(pending.LinkId, work))
            return null;
        if (pending.PersonId is not { } id)
            return await people.Add(pending.Name, pending.Email, pending.PasswordHash, ["*"], work);
        await people.SetPassword(id, pending.PasswordHash, work);
        return id;
    }
}

/// <param name="Secret">for the cookie</param>
/// <param name="RecoveryCodes">shown once</param>
public sealed record Enrolled(string Secret, IReadOnlyList<string> RecoveryCodes);
