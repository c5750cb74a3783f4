using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Withdraws an invitation that was not accepted yet.</summary>
public sealed class WithdrawInvitation : Operation<InvitationFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("invitation.withdraw", "Withdraw invitation", "withdrawn")
        {
            Group = ActionGroup.Danger,
            UndoRequiresStepUp = true,
            UndoWindow = TimeSpan.FromDays(TeamInvitations.Days),
            RestoredByUndo = "The link works again until it expires.",
        };

    public override Task<IReadOnlyList<InvitationFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        work.List<InvitationFacts>(
            $"""
            select i.id, i.accepted_at is not null as is_accepted, i.closed_by is not null as is_closed, i.expires_at <= now() as is_over
              from auth.invitations i
             where i.id = any(@ids)
             order by i.id
             {work.ForUpdate("i")}
            """,
            new { ids }
        );

    public override Refusal? Refuse(InvitationFacts invitation, NoInput input) =>
        invitation switch
        {
            { IsAccepted: true } => new("already_accepted", $"{invitation} has already accepted. Remove the team member instead."),
            { IsClosed: true } => new("already_closed", $"The invitation was already withdrawn or sent again."),
            { IsOver: true } => new("expired", $"The invitation has expired."),
            _ => null,
        };

    public override Decision Decide(InvitationFacts invitation, NoInput input) => new($"The link sent to {invitation} stops working.");

    public override Task Execute(IReadOnlyList<InvitationFacts> accepted, NoInput input, UnitOfWork work) =>
        TeamInvitations.Withdraw([.. accepted.Select(invitation => invitation.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<InvitationFacts> subjects, string undoneRun, UnitOfWork work) =>
        TeamInvitations.Reopen([.. subjects.Select(invitation => invitation.Id)], undoneRun, work);
}

/// <summary>An invitation, as the subject of an operation.</summary>
public sealed record InvitationFacts(string Id, bool IsAccepted, bool IsClosed, bool IsOver) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    public long Revision => IsAccepted || IsClosed ? 2 : 1;
}
