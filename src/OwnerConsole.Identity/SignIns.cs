using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Sign-in with password, then code. All failures are counted, and responses never reveal whether the person exists.</summary>
public sealed class SignIns(
    Database database,
    Sessions sessions,
    People people,
    SecondFactor factor,
    SignInAttempts attempts,
    SignInCompletion completed,
    AccessLog accessLog
)
{
    /// <returns>Secret of a session that waits for a code; null when the person is unknown, the password is wrong, or the origin is delayed.</returns>
    /// <param name="before">The browser's previous session, which ends.</param>
    public async Task<string?> CheckPassword(string email, string password, Session? before, ClientInfo client, CancellationToken stop)
    {
        var (person, fits) = await Verify(email, password, stop);
        await using var work = await database.Write(WriteOrigin.Intake("sign_in.password"), AccessLog.Tenants, stop);
        if (person is null)
            return await RefuseUnknown(client, work);
        var origin = await attempts.Of(person.Id, client, work);
        if (!origin.CanTry)
            return await RefuseThrottled<string>(person, work);
        if (!fits || !await factor.IsEnrolled(person, work))
            return await RefuseFailed<string>(person, origin, work);
        if (before is not null)
            await sessions.Close(before.Id, work);
        var secret = await sessions.Open(SessionStage.Code, person.Id, client, work);
        await work.Commit();
        return secret;
    }

    /// <summary>The second step. Replaces the waiting session by an open one, or by one that is valid only for setting up a required passkey.</summary>
    /// <returns>Null when the code is wrong or used, or too many attempts have failed.</returns>
    public async Task<SignInOutcome?> CheckCode(Session waiting, string code, HttpContext context)
    {
        await using var work = await database.Write(WriteOrigin.Intake("sign_in.code"), AccessLog.Tenants, context.RequestAborted);
        if (await people.FindById(waiting.UserId!, work) is not { } person)
            return null;
        var origin = await attempts.Of(person.Id, ClientInfo.Of(context), work);
        // Someone who knows the password could guess codes from many addresses at once, so failures of unknown devices are counted together.
        if (!origin.CanTry || (!origin.IsKnown && !await people.LockIfOpen(person.Id, work)))
            return await RefuseThrottled<SignInOutcome>(person, work);
        if (!await factor.Accept(person, code, work))
        {
            if (!origin.IsKnown)
                await people.RecordFailure(person.Id, work);
            return await RefuseFailed<SignInOutcome>(person, origin, work);
        }
        if (await sessions.Close(waiting.Id, work) == 0)
            return null;
        var let = await Complete(person, context, work);
        await work.Commit();
        return let;
    }

    /// <summary>Confirms the identity of a signed-in person by password and a fresh code, before their own access is changed.</summary>
    /// <returns>The person, locked in <paramref name="work"/>; null if either is wrong; the failed attempt is then already committed.</returns>
    public async Task<Person?> Reauthenticate(Session session, string password, string code, UnitOfWork work)
    {
        if (await people.FindById(session.UserId!, work) is not { } person)
            return null;
        var origin = await attempts.Of(person.Id, session, work);
        if (!origin.CanTry)
            return await RefuseThrottled<Person>(person, work);
        if (!Passwords.Verify(person.PasswordHash, password) || !await factor.Accept(person, code, work))
            return await RefuseFailed<Person>(person, origin, work);
        await attempts.Reset(person.Id, origin, work);
        return person;
    }

    private async Task<SignInOutcome> Complete(Person person, HttpContext context, UnitOfWork work)
    {
        if (await factor.IsMissing(person.Id, context, work))
            return new(
                await sessions.Open(SessionStage.Enrol, person.Id, ClientInfo.Of(context), work, Enrolments.CreatePendingPasskey(person)),
                IsToSetUp: true
            );
        return new(await completed.Open(person.Id, context, work), IsToSetUp: false);
    }

    private async Task<(Person? Person, bool Fits)> Verify(string email, string password, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([], stop);
        var person = await people.FindByEmail(email, look);
        return (person, Passwords.Verify(person?.PasswordHash, password));
    }

    // Executes the same statements as a wrong password, so that the duration doesn't reveal whether the account exists.
    private async Task<string?> RefuseUnknown(ClientInfo client, UnitOfWork work)
    {
        accessLog.UnknownAddress(work);
        var origin = await attempts.Of(SignInAttempts.Nobody, client, work);
        await attempts.RecordFailure(SignInAttempts.Nobody, origin, work);
        await work.Commit();
        return null;
    }

    private async Task<T?> RefuseThrottled<T>(Person person, UnitOfWork work)
        where T : class
    {
        accessLog.Attempted(
            person.Id,
            "sign_in_slowed",
            Sentence.Say($"Sign-in as {new EntityReference(person.Id)} refused: too many failed attempts from this origin."),
            work
        );
        await work.Commit();
        return null;
    }

    private async Task<T?> RefuseFailed<T>(Person person, AttemptOrigin origin, UnitOfWork work)
        where T : class
    {
        accessLog.Attempted(person.Id, "wrong_sign_in", Sentence.Say($"Failed sign-in as {new EntityReference(person.Id)}."), work);
        if (await attempts.RecordFailure(person.Id, origin, work))
            await accessLog.Warn(person.Id, SignInThreat.ManyFailures, work);
        await work.Commit();
        return null;
    }
}
