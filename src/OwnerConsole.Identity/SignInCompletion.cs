using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>Completes a sign-in by any method: opens a session, writes a log entry, remembers the device and clears failed attempts.</summary>
public sealed class SignInCompletion(Sessions sessions, People people, SignInAttempts attempts, KnownDevices devices, AccessLog accessLog)
{
    /// <returns>Secret for the session cookie.</returns>
    public async Task<string> Open(string personId, HttpContext context, UnitOfWork work)
    {
        await attempts.Reset(personId, await attempts.Of(personId, ClientInfo.Of(context), work), work);
        await people.ResetFailures(personId, work);
        KnownDevices.IssueCookie(context);
        var client = ClientInfo.Of(context);
        await devices.Remember(personId, client, work);
        await accessLog.SignedIn(personId, client, work);
        return await sessions.Open(SessionStage.Open, personId, client, work);
    }
}
