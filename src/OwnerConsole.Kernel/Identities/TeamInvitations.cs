using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Who is asked into the team: a link good once, for a week. Its token is kept as a hash.</summary>
public sealed class TeamInvitations(People people)
{
    public const int Days = 7;

    /// <summary>Invites, by the run that is carried out; an invitation of before for the same address ends.</summary>
    /// <returns>the token of the link</returns>
    public async Task<string> Open(string id, string email, string name, string role, string invitedBy, Work work)
    {
        var token = Token.New();
        var args = new
        {
            id,
            hash = Token.Hash(token),
            email,
            key = People.Key(email),
            name,
            role,
            invitedBy,
            work.RunId,
            Days,
        };
        await work.Do("update auth.invitations set closed_by = @RunId where email_key = @key and closed_by is null and accepted_at is null", args);
        await work.Do(
            """
            insert into auth.invitations (id, token_hash, email, email_key, name, role, invited_by, opened_by, expires_at)
            values (@id, @hash, @email, @key, @name, @role, @invitedBy, @RunId, now() + make_interval(days => @Days))
            """,
            args
        );
        await work.Name(id, "invitation", name);
        return token;
    }

    /// <summary>The invited person is here now and has the role that was meant for them.</summary>
    /// <returns>false when the link is no longer good</returns>
    public async Task<bool> Accept(string id, string userId, Work work)
    {
        var role = await work.One<string>(
            """
            update auth.invitations set accepted_at = now(), user_id = @userId
             where id = @id and closed_by is null and accepted_at is null and expires_at > now()
            returning role
            """,
            new { id, userId }
        );
        if (role is null)
            return false;
        await people.GiveRole(userId, role, id, work);
        return true;
    }

    /// <summary>Takes back what a run invited to, as long as nobody came by it; what it ended opens again.</summary>
    /// <returns>how many were still open</returns>
    public static async Task<int> TakeBack(string undoneRun, Work work)
    {
        var args = new { undoneRun, work.RunId };
        var closed = await work.Do(
            "update auth.invitations set closed_by = @RunId where opened_by = @undoneRun and closed_by is null and accepted_at is null",
            args
        );
        if (closed > 0)
            await work.Do("update auth.invitations set closed_by = null where closed_by = @undoneRun", args);
        return closed;
    }

    public static Task<int> Withdraw(IReadOnlyCollection<string> invitations, Work work) =>
        work.Do(
            "update auth.invitations set closed_by = @RunId where id = any(@invitations) and closed_by is null and accepted_at is null",
            new { invitations, work.RunId }
        );

    /// <returns>those that this run had withdrawn and that are open again: whom nobody invited anew meanwhile</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> invitations, string undoneRun, Work work) =>
        work.List<string>(
            """
            update auth.invitations i set closed_by = null
             where i.id = any(@invitations) and i.closed_by = @undoneRun
               and not exists (select from auth.invitations o where o.email_key = i.email_key and (o.closed_by is null or o.accepted_at is not null))
            returning i.id
            """,
            new { invitations, undoneRun }
        );
}
