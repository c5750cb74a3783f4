using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OtpNet;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>
/// Sets up access by a one-time link, or a required passkey. Nothing is stored until a first code proves the authenticator or the browser has created a
/// passkey.
/// </summary>
public sealed class Enrolments(
    Database database,
    Sessions sessions,
    OneTimeLinks links,
    TeamInvitations invitations,
    People people,
    SecondFactor factor,
    Ceremonies ceremonies,
    KnownDevices devices,
    AccessLog accessLog
)
{
    /// <summary>Data of a pending setup, stored encrypted in the session.</summary>
    /// <param name="LinkId">Null for a signed-in person who sets up a required passkey.</param>
    /// <param name="PersonId">Null for a new person.</param>
    /// <param name="NewId">Id that the new person will have.</param>
    public sealed record PendingEnrolment(
        string? LinkId,
        string? PersonId,
        string Name,
        string Email,
        string PasswordHash,
        byte[] Key,
        bool IsInvited = false,
        string? NewId = null
    );

    /// <returns>Secret of a session that is valid only for this setup; null when the link is no longer valid.</returns>
    public async Task<string?> Begin(string token, string name, string email, string password, ClientInfo client, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("enrolment.begin"), [], stop);
        if (await links.Find(token, work) is not { } link)
            return null;
        var pending = new PendingEnrolment(
            link.Id,
            link.UserId,
            link.UserId is null ? name : link.Name!, // an existing person has a name
            link.Email ?? email,
            Passwords.Hash(password),
            KeyGeneration.GenerateRandomKey(OtpHashMode.Sha1),
            link.IsInvitation,
            people.NewId()
        );
        var secret = await sessions.Open(SessionStage.Enrol, link.UserId, client, work, JsonSerializer.SerializeToUtf8Bytes(pending));
        await work.Commit();
        return secret;
    }

    /// <returns>Null when the session has no pending setup.</returns>
    public static PendingEnrolment? Of(Session? session) =>
        session is { Stage: SessionStage.Enrol, Pending: { } pending } ? JsonSerializer.Deserialize<PendingEnrolment>(pending) : null;

    /// <summary>Pending setup for a person who has signed in but still needs the required passkey.</summary>
    internal static byte[] CreatePendingPasskey(Person person) =>
        JsonSerializer.SerializeToUtf8Bytes(new PendingEnrolment(LinkId: null, person.Id, person.Name, person.Email, person.PasswordHash, Key: []));

    /// <summary>Requests the creation of a passkey from the browser.</summary>
    /// <returns>Null at an address where passkeys don't work.</returns>
    public async Task<CeremonyChallenge?> BeginPasskey(Session session, PendingEnrolment pending, HttpContext context)
    {
        await using var work = await database.Write(WriteOrigin.Intake("enrolment.begin"), [], context.RequestAborted);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        var begun = await ceremonies.RequestRegistration(Of(session, pending), pending.Name, pending.Email, site, context, work);
        await work.Commit();
        return begun;
    }

    /// <returns>Null when the answer is invalid or the link is no longer valid; otherwise the person is signed in.</returns>
    public Task<EnrolmentResult?> FinishPasskey(Session session, PendingEnrolment pending, string name, PasskeyAnswer answer, HttpContext context) =>
        Finish(
            session,
            pending,
            ClientInfo.Of(context),
            async (id, work) => await ceremonies.CompleteRegistration(Of(session, pending), id, name, answer, context, work) is not null,
            context.RequestAborted
        );

    /// <returns>Null when the code is wrong, a passkey is required, or the link is no longer valid; otherwise the person is signed in.</returns>
    public Task<EnrolmentResult?> Finish(Session session, PendingEnrolment pending, string code, ClientInfo client, CancellationToken stop) =>
        Finish(
            session,
            pending,
            client,
            async (id, work) =>
            {
                if (pending.Key.Length == 0 || await SecondFactor.IsPasskey(work) || factor.FindStep(pending.Key, code, work) is not { } step)
                    return false;
                await people.SetAuthenticator(id, factor.Encrypt(id, pending.Key), step, work);
                return true;
            },
            stop
        );

    private async Task<EnrolmentResult?> Finish(
        Session session,
        PendingEnrolment pending,
        ClientInfo client,
        Func<string, UnitOfWork, Task<bool>> prove,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(WriteOrigin.Intake("enrolment.finish"), AccessLog.Tenants, stop);
        if (await Who(pending, work) is not { } id || !await prove(id, work))
            return null;
        IReadOnlyList<string> codes = [];
        if (pending.LinkId is not null)
            codes = await factor.NewRecoveryCodes(id, work);
        else
            await people.ResetFailures(id, work);
        await devices.Remember(id, client, work);
        await sessions.Close(session.Id, work);
        var secret = await sessions.ReplaceAll(id, client, work);
        accessLog.Done(id, "access_set_up", Sentence.Say($"{new EntityReference(id)} set up access and signed in."), work);
        await work.Commit();
        return new(secret, codes);
    }

    private static Ceremony Of(Session session, PendingEnrolment pending) => new(CeremonyPurpose.Add, session.Id, pending.PersonId ?? pending.NewId);

    /// <returns>Id of the person; null when the link is no longer valid.</returns>
    private async Task<string?> Who(PendingEnrolment pending, UnitOfWork work)
    {
        if (pending.LinkId is not { } link)
            return pending.PersonId;
        if (pending.IsInvited)
        {
            var invited = await people.Add(pending.Name, pending.Email, pending.PasswordHash, [], work, pending.NewId);
            return await invitations.Accept(link, invited, work) ? invited : null;
        }
        if (!await links.Use(link, work))
            return null;
        if (pending.PersonId is not { } id)
            return await people.Add(pending.Name, pending.Email, pending.PasswordHash, ["*"], work, pending.NewId);
        await people.SetPassword(id, pending.PasswordHash, work);
        return id;
    }
}

/// <param name="Secret">Secret for the session cookie.</param>
/// <param name="RecoveryCodes">New recovery codes, shown once; empty for a person who already has some.</param>
public sealed record EnrolmentResult(string Secret, IReadOnlyList<string> RecoveryCodes);
