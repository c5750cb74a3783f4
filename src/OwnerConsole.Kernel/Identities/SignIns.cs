using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Sign-in with password, then code. All failures are counted, and responses never reveal whether the person exists.</summary>
public sealed class SignIns(
    Database database,
    Sessions sessions,
    People people,
    SecondFactor factor,
    SignInAttempts attempts,
    CompletedSignIn completed,
    AccessLog accessLog
)
{
    /// <returns>Secret of a session that waits for a code; null when the person is unknown, the password is wrong, or the origin is delayed.</returns>
    /// <param name="before">The browser's previous session, which ends.</param>
    public async Task<string?> Password(string email, string password, Session? before, Client client, CancellationToken stop)
    {
        var (person, fits) = await Fits(email, password, stop);
        await using var work = await database.Write(Door.Intake("sign_in.password"), AccessLog.Tenants, stop);
        if (person is null)
            return await Unknown(work);
        var origin = await attempts.Of(person.Id, client, work);
        if (!origin.MayTry)
            return await Slowed<string>(person, work);
        if (!fits || !await factor.IsSetUp(person, work))
            return await Failed<string>(person, origin, work);
        if (before is not null)
            await sessions.Close(before.Id, work);
        var secret = await sessions.Open(SessionStage.Code, person.Id, client, work);
        await work.Commit();
        return secret;
    }

    /// <summary>The second step. Replaces the waiting session by an open one, or by one that is valid only for setting up a required passkey.</summary>
    /// <returns>Null when the code is wrong or used, or too many attempts have failed.</returns>
    public async Task<LetIn?> Code(Session waiting, string code, HttpContext context)
    {
        await using var work = await database.Write(Door.Intake("sign_in.code"), AccessLog.Tenants, context.RequestAborted);
        if (await people.ById(waiting.UserId!, work) is not { } person)
            return null;
        var origin = await attempts.Of(person.Id, Client.Of(context), work);
        // Someone who knows the password could guess codes from many addresses at once, so failures of unknown devices are counted together.
        if (!origin.MayTry || (!origin.IsKnown && !await people.IsOpen(person.Id, work)))
            return await Slowed<LetIn>(person, work);
        if (!await factor.Accept(person, code, work))
        {
            if (!origin.IsKnown)
                await people.Failed(person.Id, work);
            return await Failed<LetIn>(person, origin, work);
        }
        if (await sessions.Close(waiting.Id, work) == 0)
            return null;
        var let = await In(person, context, work);
        await work.Commit();
        return let;
    }

    /// <summary>Confirms the identity of a signed-in person by password and a fresh code, before their own access is changed.</summary>
    /// <returns>The person, locked in <paramref name="work"/>; null when either is wrong, which is then already committed.</returns>
    public async Task<Person?> Prove(Session session, string password, string code, Work work)
    {
        if (await people.ById(session.UserId!, work) is not { } person)
            return null;
        var origin = await attempts.Of(person.Id, session, work);
        if (!origin.MayTry)
            return await Slowed<Person>(person, work);
        if (!Passwords.Fits(person.PasswordHash, password) || !await factor.Accept(person, code, work))
            return await Failed<Person>(person, origin, work);
        await attempts.Forget(person.Id, origin, work);
        return person;
    }

    private async Task<LetIn> In(Person person, HttpContext context, Work work)
    {
        if (await factor.IsMissing(person.Id, context, work))
            return new(await sessions.Open(SessionStage.Enrol, person.Id, Client.Of(context), work, Enrolments.Asked(person)), IsToSetUp: true);
        return new(await completed.Open(person.Id, context, work), IsToSetUp: false);
    }

    private async Task<(Person? Person, bool Fits)> Fits(string email, string password, CancellationToken stop)
    {
        await using var look = await database.Look([], stop);
        var person = await people.ByEmail(email, look);
        return (person, Passwords.Fits(person?.PasswordHash, password));
    }

    private async Task<string?> Unknown(Work work)
    {
        accessLog.Stranger(work);
        await work.Commit();
        return null;
    }

    private async Task<T?> Slowed<T>(Person person, Work work)
        where T : class
    {
        accessLog.Attempted(
            person.Id,
            "sign_in_slowed",
            Sentence.Say($"Sign-in as {new Reference(person.Id)} refused: too many failed attempts from this origin."),
            work
        );
        await work.Commit();
        return null;
    }

    private async Task<T?> Failed<T>(Person person, AttemptOrigin origin, Work work)
        where T : class
    {
        accessLog.Attempted(person.Id, "wrong_sign_in", Sentence.Say($"Failed sign-in as {new Reference(person.Id)}."), work);
        if (await attempts.Failed(person.Id, origin, work))
            await accessLog.Warn(person.Id, SignInTrouble.ManyFailures, work);
        await work.Commit();
        return null;
    }
}
