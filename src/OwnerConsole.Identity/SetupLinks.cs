using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Creates one-time links that are shown only on the server's command line.</summary>
public sealed class SetupLinks(Database database, People people, Passkeys passkeys, OneTimeLinks links, Sessions sessions, AccessLog accessLog)
{
    /// <returns>Path and token for the first owner; null when there already is an owner.</returns>
    public async Task<string?> CreateFirst(CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("invitation"), [], stop);
        if (await people.Any(work))
            return null;
        var link = await links.Create(userId: null, work);
        await work.Commit();
        return link;
    }

    /// <summary>
    /// Resets the access of a person who lost password, phone, passkeys and recovery codes. All of these and the sign-in sessions become invalid
    /// immediately.
    /// </summary>
    /// <returns>Path and token; null when no one has this address.</returns>
    public async Task<string?> CreateRecovery(string email, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("access.reset"), AccessLog.Tenants, stop);
        if (await people.FindByEmail(email, work) is not { } person)
            return null;
        await people.SetAuthenticator(person.Id, box: null, step: 0, work);
        await work.Execute("update auth.recovery_codes set used_at = now() where user_id = @Id and used_at is null", new { person.Id });
        await passkeys.Remove(person.Id, id: null, work);
        await sessions.CloseAll(person.Id, except: null, work);
        accessLog.Done(person.Id, "access_reset", Sentence.Say($"Access of {new EntityReference(person.Id)} was reset on the server."), work);
        var link = await links.Create(person.Id, work);
        await work.Commit();
        return link;
    }
}
