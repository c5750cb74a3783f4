using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Lets people add, rename and remove their own passkeys.</summary>
public sealed class AccountPasskeys(
    Database database,
    Reauthenticator proving,
    Ceremonies ceremonies,
    Passkeys passkeys,
    People people,
    Sessions sessions,
    AccessLog accessLog
)
{
    /// <summary>Requests the creation of a passkey, after the person has confirmed their identity.</summary>
    /// <returns>Null when the confirmation failed.</returns>
    public async Task<CeremonyChallenge?> Begin(Session session, SubmittedProof shown, HttpContext context)
    {
        await using var work = await Open("access.add_passkey", context);
        if (await PasskeySite.Of(context, work) is not { } site)
            return null;
        if (await proving.Verify(session, shown, AccountSecurity.Purpose(AccountChange.AddPasskey), context, work) is null)
            return null;
        var begun = await ceremonies.RequestRegistration(Of(session), session.Name!, session.Email!, site, context, work);
        await work.Commit();
        return begun;
    }

    /// <returns>Secret of the session that replaces all others; null when the answer is invalid.</returns>
    public async Task<string?> Finish(Session session, string name, PasskeyAnswer answer, HttpContext context)
    {
        var who = new EntityReference(session.UserId!);
        await using var work = await Open("access.add_passkey", context);
        if (await ceremonies.CompleteRegistration(Of(session), who.Id, name, answer, context, work) is null)
            return null;
        accessLog.Done(who.Id, "passkey_added", Sentence.Say($"{who} added a passkey."), work);
        return await ReplaceSessions(who.Id, context, work);
    }

    /// <returns>False when the passkey is not the person's own.</returns>
    public async Task<bool> Rename(Session session, string id, string name, HttpContext context)
    {
        await using var work = await Open("access.rename_passkey", context);
        var isTheirs = await passkeys.Rename(session.UserId!, id, name, work) == 1;
        await work.Commit();
        return isTheirs;
    }

    /// <returns>The reason why the passkey is not removed, or the secret of the session that replaces all others.</returns>
    public async Task<(PasskeyRemovalRefusal? Stays, string? Secret)> Remove(Session session, string id, SubmittedProof shown, HttpContext context)
    {
        var who = new EntityReference(session.UserId!);
        await using var work = await Open("access.remove_passkey", context);
        if (await proving.Verify(session, shown, AccountSecurity.Purpose(AccountChange.RemovePasskey, id), context, work) is null)
            return (PasskeyRemovalRefusal.Unproved, null);
        await people.LockIfOpen(who.Id, work); // locks the account, so that two concurrent removals can't remove the last passkey
        var own = await passkeys.Of(who.Id, work);
        if (own.All(passkey => passkey.Id != id))
            return await Refuse(PasskeyRemovalRefusal.Unknown, work);
        if (own.Count == 1 && (await SecondFactor.IsPasskey(work) || (await people.FindById(who.Id, work))?.Authenticator is null))
            return await Refuse(PasskeyRemovalRefusal.Last, work);
        await passkeys.Remove(who.Id, id, work);
        accessLog.Done(who.Id, "passkey_removed", Sentence.Say($"{who} removed a passkey."), work);
        return (null, await ReplaceSessions(who.Id, context, work));
    }

    // Commits, because the confirmation is used up in any case.
    private static async Task<(PasskeyRemovalRefusal?, string?)> Refuse(PasskeyRemovalRefusal why, UnitOfWork work)
    {
        await work.Commit();
        return (why, null);
    }

    private static Ceremony Of(Session session) => new(CeremonyPurpose.Add, session.Id, session.UserId);

    private Task<UnitOfWork> Open(string door, HttpContext context) => database.Write(WriteOrigin.Intake(door), AccessLog.Tenants, context.RequestAborted);

    private async Task<string> ReplaceSessions(string personId, HttpContext context, UnitOfWork work)
    {
        var secret = await sessions.ReplaceAll(personId, ClientInfo.Of(context), work);
        await work.Commit();
        return secret;
    }
}

/// <summary>Reason why a passkey is not removed.</summary>
public enum PasskeyRemovalRefusal
{
    /// <summary>The person's identity is not confirmed.</summary>
    Unproved,

    /// <summary>The passkey does not exist or belongs to someone else.</summary>
    Unknown,

    /// <summary>Without it the person would have no second factor, or not the required one.</summary>
    Last,
}
