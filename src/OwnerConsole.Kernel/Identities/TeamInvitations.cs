using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Stores invitations to the team: a link that is valid once, for a week. Its token is stored as a hash.</summary>
public sealed class TeamInvitations(People people, Giving giving, Logbook logbook)
{
    public const int Days = 7;

    /// <summary>Creates an invitation for the current run and ends an earlier one for the same address.</summary>
    /// <returns>Token of the link.</returns>
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

    /// <summary>Accepts an invitation: the new team member gets the offered role.</summary>
    /// <returns>False when the invitation is no longer valid, for example because its sender can no longer give that role.</returns>
    public async Task<bool> Accept(string id, string userId, Work work)
    {
        var accepted = await work.One<Offer?>(
            """
            update auth.invitations set accepted_at = now(), user_id = @userId
             where id = @id and closed_by is null and accepted_at is null and expires_at > now()
            returning invited_by, role
            """,
            new { id, userId }
        );
        if (accepted is null || await giving.EndOf(accepted.InvitedBy, accepted.Role, work) is not null)
            return false;
        await people.GiveRole(userId, accepted.Role, id, work);
        return true;
    }

    /// <summary>Checks whether an invitation has become invalid because its sender lost the right to invite. The first check that fails is logged.</summary>
    /// <returns>Null while the invitation is valid, and for other ids.</returns>
    public async Task<EndedInvitation?> Refuse(string id, Work work)
    {
        var offer = await work.One<Offer?>(
            "select invited_by, role from auth.invitations where id = @id and closed_by is null and accepted_at is null and expires_at > now()",
            new { id }
        );
        if (offer is null || await giving.EndOf(offer.InvitedBy, offer.Role, work) is not { } why)
            return null;
        if (await work.Do("update auth.invitations set refused_at = now() where id = @id and refused_at is null", new { id }) == 1)
            logbook.Write(
                [new(IdSource.Platform, "system", "nobody", "refused", Says(id, offer.InvitedBy, why)) { Subject = id, Code = "invitation_ended" }],
                work
            );
        return new(
            why,
            await work.One<string?>("select name from core.things where id = @InvitedBy", new { offer.InvitedBy }),
            (await work.One<string>("select name from auth.roles_now where key = @Role", new { offer.Role }))!, // invitations have a foreign key to roles
            await giving.Givers(offer.Role, work)
        );
    }

    /// <summary>Withdraws the unaccepted invitations of a run and reopens those that it had ended.</summary>
    /// <returns>Number of invitations that were still open.</returns>
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

    /// <returns>Invitations that this run had withdrawn and that are open again: those without a newer invitation for the same address.</returns>
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

    private static Sentence Says(string id, string sender, InvitationEnd why) =>
        why is InvitationEnd.SenderLeft
            ? Sentence.Say($"{new Reference(id)} used an invitation from {new Reference(sender)}, who has left the team. The invitation is no longer valid.")
            : Sentence.Say(
                $"{new Reference(id)} used an invitation from {new Reference(sender)}, who can no longer give that role. The invitation is no longer valid."
            );

    private sealed record Offer(string InvitedBy, string Role);
}
