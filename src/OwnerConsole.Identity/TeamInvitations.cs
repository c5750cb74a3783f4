using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Identity;

/// <summary>Stores invitations to the team: a link that is valid once, for a week. Its token is stored as a hash.</summary>
public sealed class TeamInvitations(People people, RoleGrantPolicy giving, LogWriter logbook)
{
    public const int Days = 7;

    /// <summary>Creates an invitation for the current run and ends an earlier one for the same address.</summary>
    /// <returns>Token of the link.</returns>
    public async Task<string> Open(string id, string email, string name, string role, string invitedBy, UnitOfWork work)
    {
        var token = RandomToken.Create();
        var args = new
        {
            id,
            hash = RandomToken.Hash(token),
            email,
            key = People.NormalizeEmail(email),
            name,
            role,
            invitedBy,
            work.RunId,
            Days,
        };
        await work.Execute("update auth.invitations set closed_by = @RunId where email_key = @key and closed_by is null and accepted_at is null", args);
        await work.Execute(
            """
            insert into auth.invitations (id, token_hash, email, email_key, name, role, invited_by, opened_by, expires_at)
            values (@id, @hash, @email, @key, @name, @role, @invitedBy, @RunId, now() + make_interval(days => @Days))
            """,
            args
        );
        await work.SetName(id, "invitation", name);
        return token;
    }

    /// <summary>Accepts an invitation: the new team member gets the offered role.</summary>
    /// <returns>False when the invitation is no longer valid, for example because its sender can no longer give that role.</returns>
    public async Task<bool> Accept(string id, string userId, UnitOfWork work)
    {
        var accepted = await work.One<InvitationRow?>(
            """
            update auth.invitations set accepted_at = now(), user_id = @userId
             where id = @id and closed_by is null and accepted_at is null and expires_at > now()
            returning invited_by, role
            """,
            new { id, userId }
        );
        if (accepted is null || await giving.FindEndReason(accepted.InvitedBy, accepted.Role, work) is not null)
            return false;
        await people.GiveRole(userId, accepted.Role, id, work);
        return true;
    }

    /// <summary>Checks whether an invitation has become invalid because its sender lost the right to invite. The first check that fails is logged.</summary>
    /// <returns>Null while the invitation is valid, and for other ids.</returns>
    public async Task<EndedInvitation?> Refuse(string id, UnitOfWork work)
    {
        var offer = await work.One<InvitationRow?>(
            "select invited_by, role from auth.invitations where id = @id and closed_by is null and accepted_at is null and expires_at > now()",
            new { id }
        );
        if (offer is null || await giving.FindEndReason(offer.InvitedBy, offer.Role, work) is not { } why)
            return null;
        if (await work.Execute("update auth.invitations set refused_at = now() where id = @id and refused_at is null", new { id }) == 1)
            logbook.Write(
                [new(IdGenerator.Platform, "system", "nobody", "refused", DescribeEnd(id, offer.InvitedBy, why)) { Subject = id, Code = "invitation_ended" }],
                work
            );
        return new(
            why,
            await work.One<string?>("select name from core.entity_names where id = @InvitedBy", new { offer.InvitedBy }),
            (await work.One<string>("select name from auth.roles_now where key = @Role", new { offer.Role }))!, // invitations have a foreign key to roles
            await giving.ListGranters(offer.Role, work)
        );
    }

    /// <summary>Withdraws the unaccepted invitations of a run and reopens those that it had ended.</summary>
    /// <returns>Number of invitations that were still open.</returns>
    public static async Task<int> Undo(string undoneRun, UnitOfWork work)
    {
        var args = new { undoneRun, work.RunId };
        var closed = await work.Execute(
            "update auth.invitations set closed_by = @RunId where opened_by = @undoneRun and closed_by is null and accepted_at is null",
            args
        );
        if (closed > 0)
            await work.Execute("update auth.invitations set closed_by = null where closed_by = @undoneRun", args);
        return closed;
    }

    public static Task<int> Withdraw(IReadOnlyCollection<string> invitations, UnitOfWork work) =>
        work.Execute(
            "update auth.invitations set closed_by = @RunId where id = any(@invitations) and closed_by is null and accepted_at is null",
            new { invitations, work.RunId }
        );

    /// <returns>Invitations that this run had withdrawn and that are open again: those without a newer invitation for the same address.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> invitations, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update auth.invitations i set closed_by = null
             where i.id = any(@invitations) and i.closed_by = @undoneRun
               and not exists (select from auth.invitations o where o.email_key = i.email_key and (o.closed_by is null or o.accepted_at is not null))
            returning i.id
            """,
            new { invitations, undoneRun }
        );

    private static Sentence DescribeEnd(string id, string sender, InvitationEndReason why) =>
        why is InvitationEndReason.SenderLeft
            ? Sentence.Say(
                $"{new EntityReference(id)} used an invitation from {new EntityReference(sender)}, who has left the team. The invitation is no longer valid."
            )
            : Sentence.Say(
                $"{new EntityReference(id)} used an invitation from {new EntityReference(sender)}, who can no longer give that role. The invitation is no longer valid."
            );

    private sealed record InvitationRow(string InvitedBy, string Role);
}
