using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Password, then code. Every wrong one counts, and the answer never tells whether the person exists.</summary>
public sealed class SignIns(Database database, Sessions sessions, People people, SecondFactor factor, AccessLog accessLog)
{
    /// <returns>the secret of a session that waits for a code; null for anything wrong: unknown, wrong password, resting account</returns>
    /// <param name="before">a session the browser still had; it ends</param>
    public async Task<string?> Password(string email, string password, Session? before, Client client, CancellationToken stop)
    {
        var (person, fits) = await Fits(email, password, stop);
        await using var work = await database.Write(Door.Intake("sign_in.password"), AccessLog.Tenants, stop);
        if (person is null)
            return await Unknown(work);
        if (!await people.IsOpen(person.Id, work))
            return await Resting<string>(person, work);
        if (!fits || !await factor.IsSetUp(person, work))
            return await Failed<string>(person, work);
        if (before is not null)
            await sessions.Close(before.Id, work);
        var secret = await sessions.Open(SessionStage.Code, person.Id, client, work);
        await work.Commit();
        return secret;
    }

    /// <summary>The second step; ends the waiting session and opens the real one, or one that may only set up the passkey that is asked for.</summary>
    /// <returns>null when the code is wrong, was used, or the account rests</returns>
    public async Task<LetIn?> Code(Session waiting, string code, HttpContext context)
    {
        await using var work = await database.Write(Door.Intake("sign_in.code"), AccessLog.Tenants, context.RequestAborted);
        if (await people.ById(waiting.UserId!, work) is not { } person)
            return null;
        if (!await people.IsOpen(person.Id, work))
            return await Resting<LetIn>(person, work);
        if (!await factor.Accept(person, code, work))
            return await Failed<LetIn>(person, work);
        if (await sessions.Close(waiting.Id, work) == 0)
            return null;
        var let = await In(person, context, work);
        await work.Commit();
        return let;
    }

    /// <summary>Proves once more who sits there, before anything about their own access changes: password and a fresh code.</summary>
    /// <returns>the person, taken in <paramref name="work"/>; null when either is wrong, and then the wrong guess is committed</returns>
    public async Task<Person?> Prove(string userId, string password, string code, Work work)
    {
        if (await people.ById(userId, work) is not { } person)
            return null;
        if (!await people.IsOpen(person.Id, work))
            return await Resting<Person>(person, work);
        if (Passwords.Fits(person.PasswordHash, password) && await factor.Accept(person, code, work))
            return person;
        return await Failed<Person>(person, work);
    }

    private async Task<LetIn> In(Person person, HttpContext context, Work work)
    {
        var client = Client.Of(context);
        if (await factor.IsMissing(person.Id, context, work))
            return new(await sessions.Open(SessionStage.Enrol, person.Id, client, work, Enrolments.Asked(person)), IsToSetUp: true);
        await people.SignedIn(person.Id, work);
        await accessLog.SignedIn(person.Id, client, work);
        return new(await sessions.Open(SessionStage.Open, person.Id, client, work), IsToSetUp: false);
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

    private async Task<T?> Resting<T>(Person person, Work work)
        where T : class
    {
        accessLog.Refused(person.Id, "account_rests", Sentence.Say($"Somebody tried to sign in as {new Reference(person.Id)}, whose account rests."), work);
        await work.Commit();
        return null;
    }

    private async Task<T?> Failed<T>(Person person, Work work)
        where T : class
    {
        var who = new Reference(person.Id);
        if (await people.Failed(person.Id, work))
        {
            accessLog.Refused(person.Id, "account_rests", Sentence.Say($"{who} rests for five minutes after {People.Attempts} wrong attempts."), work);
            await accessLog.Warn(person.Id, SignInTrouble.AccountRests, work);
        }
        else
            accessLog.Refused(person.Id, "wrong_sign_in", Sentence.Say($"Somebody tried to sign in as {who} and got it wrong."), work);
        await work.Commit();
        return null;
    }
}
