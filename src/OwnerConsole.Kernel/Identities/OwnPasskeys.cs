using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Somebody's own passkeys: another one, another name, one less.</summary>
public sealed class OwnPasskeys(
    Database database,
    Proving proving,
    Ceremonies ceremonies,
    Passkeys passkeys,
    People people,
    Sessions sessions,
    AccessLog accessLog
)
{
    /// <summary>Asks the browser to make one, once it is proved who asks.</summary>
    /// <returns>null when it is not proved</returns>
    public async Task<CeremonyBegun?> Begin(Session session, ProofShown shown, HttpContext context)
    {
        await using var work = await Open("access.add_passkey", context);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        if (await proving.Check(session, shown, OwnAccess.About(OwnChange.AddPasskey), context, work) is null)
            return null;
        var begun = await ceremonies.Offer(Of(session), session.Name!, session.Email!, site, context, work);
        await work.Commit();
        return begun;
    }

    /// <returns>the secret of the session that takes the place of all others; null when it is not what was asked for</returns>
    public async Task<string?> Finish(Session session, string name, PasskeyAnswer answer, HttpContext context)
    {
        var who = new Reference(session.UserId!);
        await using var work = await Open("access.add_passkey", context);
        if (await ceremonies.Add(Of(session), who.Id, name, answer, context, work) is null)
            return null;
        accessLog.Done(who.Id, "passkey_added", Sentence.Say($"{who} added a passkey."), work);
        return await StartAnew(who.Id, context, work);
    }

    /// <returns>false when it is none of theirs</returns>
    public async Task<bool> Rename(Session session, string id, string name, HttpContext context)
    {
        await using var work = await Open("access.rename_passkey", context);
        var isTheirs = await passkeys.Rename(session.UserId!, id, name, work) == 1;
        await work.Commit();
        return isTheirs;
    }

    /// <returns>why it stays, as a word; otherwise the secret of the session that takes the place of all others</returns>
    public async Task<(PasskeyStays? Stays, string? Secret)> Remove(Session session, string id, ProofShown shown, HttpContext context)
    {
        var who = new Reference(session.UserId!);
        await using var work = await Open("access.remove_passkey", context);
        if (await proving.Check(session, shown, OwnAccess.About(OwnChange.RemovePasskey, id), context, work) is null)
            return (PasskeyStays.Unproved, null);
        await people.IsOpen(who.Id, work); // takes the account: of two removed at once one would be the last
        var own = await passkeys.Of(who.Id, work);
        if (own.All(passkey => passkey.Id != id))
            return await Stays(PasskeyStays.Unknown, work);
        if (own.Count == 1 && (await SecondFactor.IsPasskey(work) || (await people.ById(who.Id, work))?.Authenticator is null))
            return await Stays(PasskeyStays.Last, work);
        await passkeys.Remove(who.Id, id, work);
        accessLog.Done(who.Id, "passkey_removed", Sentence.Say($"{who} removed a passkey."), work);
        return (null, await StartAnew(who.Id, context, work));
    }

    // What proved who asks is used up all the same.
    private static async Task<(PasskeyStays?, string?)> Stays(PasskeyStays why, Work work)
    {
        await work.Commit();
        return (why, null);
    }

    private static Ceremony Of(Session session) => new(CeremonyPurpose.Add, session.Id, session.UserId);

    private Task<Work> Open(string door, HttpContext context) => database.Write(Door.Intake(door), AccessLog.Tenants, context.RequestAborted);

    private async Task<string> StartAnew(string personId, HttpContext context, Work work)
    {
        var secret = await sessions.StartAnew(personId, Client.Of(context), work);
        await work.Commit();
        return secret;
    }
}

/// <summary>Why a passkey is not removed.</summary>
public enum PasskeyStays
{
    /// <summary>It is not proved who asks.</summary>
    Unproved,

    /// <summary>There is none, or it is somebody else's.</summary>
    Unknown,

    /// <summary>Without it nothing would be left beside the password, or not what is asked for.</summary>
    Last,
}
