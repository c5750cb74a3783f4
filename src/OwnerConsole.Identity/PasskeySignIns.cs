using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>Sign-in with a passkey, instead of password and code or instead of the code only.</summary>
/// <remarks>Failed passwords don't delay passkeys, because passkeys can't be guessed.</remarks>
public sealed class PasskeySignIns(Database database, Sessions sessions, Ceremonies ceremonies, SignInCompletion completed)
{
    /// <summary>Requests a passkey from the browser.</summary>
    /// <param name="before">A session with a correct password, whose owner's passkey is requested; null to accept any passkey.</param>
    /// <returns>Null at an address where passkeys don't work.</returns>
    public async Task<CeremonyChallenge?> Begin(Session? before, HttpContext context)
    {
        await using var work = await database.Write(WriteOrigin.Intake("sign_in.passkey"), [], context.RequestAborted);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        var begun = await ceremonies.RequestAssertion(Of(before, () => SignInCookie.Create(context)), site, context, work);
        await work.Commit();
        return begun;
    }

    /// <returns>Secret for the session cookie; null when the answer is invalid.</returns>
    /// <param name="before">The browser's previous session, which ends.</param>
    public async Task<string?> Finish(Session? before, PasskeyAnswer answer, HttpContext context)
    {
        await using var work = await database.Write(WriteOrigin.Intake("sign_in.passkey"), AccessLog.Tenants, context.RequestAborted);
        var proof = await ceremonies.VerifyAssertion(Of(before, () => SignInCookie.Read(context)), answer, context, work);
        if (proof is null || (before is not null && await sessions.Close(before.Id, work) == 0))
        {
            await work.Commit();
            return null;
        }
        var secret = await completed.Open(proof.Person.Id, context, work);
        await work.Commit();
        return secret;
    }

    /// <param name="browser">Hash of the browser's cookie, for a browser without a session.</param>
    private static Ceremony Of(Session? before, Func<byte[]> browser) =>
        before is { Stage: SessionStage.Code } waiting
            ? new(CeremonyPurpose.SignIn, waiting.Id, waiting.UserId)
            : new(CeremonyPurpose.SignIn, SessionId: null, UserId: null, browser());
}
