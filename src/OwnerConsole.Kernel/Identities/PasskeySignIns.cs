using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>In by a passkey: in the place of password and code, or of the code alone.</summary>
/// <remarks>Failed passwords don't slow passkeys down: they can't be guessed.</remarks>
public sealed class PasskeySignIns(Database database, Sessions sessions, Ceremonies ceremonies, CompletedSignIn completed)
{
    /// <summary>Asks the browser.</summary>
    /// <param name="before">a session whose password was right already; anybody's passkey is asked for otherwise</param>
    /// <returns>null where no passkey works</returns>
    public async Task<CeremonyBegun?> Begin(Session? before, HttpContext context)
    {
        await using var work = await database.Write(Door.Intake("sign_in.passkey"), [], context.RequestAborted);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        var begun = await ceremonies.Ask(Of(before), site, context, work);
        await work.Commit();
        return begun;
    }

    /// <returns>the secret for the cookie; null when it is not what was asked for</returns>
    /// <param name="before">a session the browser still had; it ends</param>
    public async Task<string?> Finish(Session? before, PasskeyAnswer answer, HttpContext context)
    {
        await using var work = await database.Write(Door.Intake("sign_in.passkey"), AccessLog.Tenants, context.RequestAborted);
        var proof = await ceremonies.Judge(Of(before), answer, context, work);
        if (proof is null || (before is not null && await sessions.Close(before.Id, work) == 0))
        {
            await work.Commit();
            return null;
        }
        var secret = await completed.Open(proof.Person.Id, context, work);
        await work.Commit();
        return secret;
    }

    private static Ceremony Of(Session? before) =>
        before is { Stage: SessionStage.Code } waiting ? new(CeremonyPurpose.SignIn, waiting.Id, waiting.UserId) : new(CeremonyPurpose.SignIn, null, null);
}
