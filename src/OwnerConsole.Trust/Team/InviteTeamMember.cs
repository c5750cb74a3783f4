using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Invites a person to the team with a one-time link. The link is sent by email, or shown once if email isn't set up.</summary>
public sealed class InviteTeamMember(TeamInvitations invitations, EmailOutbox outbox, RoleGrantPolicy giving) : Operation<InviteFacts, InviteTeamMember.Input>
{
    public sealed record Input(
        [Description("Email address for signing in.")] string Email,
        [Description("Name of the person. They can change it when they accept.")] string Name,
        [OptionsFrom(RoleSource.Roles)] [Description("Role of the person. You can only assign roles within your own permissions.")] string Role = "read_only"
    );

    public override Input Example => new("mila@example.com", "Mila", "support");

    public override OperationDefinition Definition =>
        new("team_member.invite", "Send invitation", "sent")
        {
            Synonyms = "invite, invitation",
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "invitation",
            ShowsSecretOnce = true,
            UndoWindow = TimeSpan.FromDays(TeamInvitations.Days),
            RestoredByUndo = "The link stops working. An earlier link for the same address works again until it expires.",
            NotRestoredByUndo = "Emails that were already sent. People who have accepted stay on the team until they are removed.",
        };

    public override async Task<IReadOnlyList<InviteFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var here = await work.One<ExistingPerson>(
            """
            select exists (select from auth.team_members where email_key = @key) as is_here,
                   exists (select from auth.users where email_key = @key) as is_known
            """,
            new { key = People.NormalizeEmail(input.Email) }
        );
        var (giver, role) = (work.Caller!, await TeamRole.Find(input.Role, work)); // previews and runs have a caller
        return
        [
            new(
                work.NewId("inv", IdGenerator.Platform),
                giver,
                role is not null && await giving.CanGrant(giver, role, work),
                role,
                here!.IsHere, // always one row
                here.IsKnown
            ),
        ];
    }

    public override Refusal? Refuse(InviteFacts platform, Input input) =>
        input switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > 100 || input.Name.Any(char.IsControl) => new(
                "bad_name",
                $"The name must have 1 to {100} characters."
            ),
            _ when !EmailAddressRules.IsValid(input.Email) => new("bad_address", $"The email address is invalid. It must look like you@example.com."),
            _ when platform.Role is null => new("no_such_role", $"No role has this key. GET /api/v1/roles lists all roles."),
            _ when !platform.IsWithin => new(
                "exceeds_own_permissions",
                $"You can't assign a role with more permissions than you have. Team members with a usage limit can't invite anyone."
            ),
            _ when platform.IsHere => new("already_on_team", $"A team member already has this email address."),
            _ when platform.IsKnown => new("was_removed", $"A former team member has this email address. Undo their removal instead."),
            _ => null,
        };

    public override Decision Decide(InviteFacts platform, Input input) =>
        new($"The person receives a link that works once and expires after {TeamInvitations.Days} days.", new Effect("role", null, input.Role))
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<InviteFacts> accepted, Input input, UnitOfWork work)
    {
        var (id, giver) = (accepted[0].NewId, accepted[0].Giver.Id);
        var token = await invitations.Open(id, input.Email, input.Name.Trim(), input.Role, giver, work);
        if (await InvitationEmail.CanBeSent(work))
            await outbox.Enqueue(
                InvitationEmail.Template,
                IdGenerator.Platform,
                id,
                await InvitationEmail.Facts(accepted[0].Role!.Name, giver, work), // Refuse rejects a missing role
                work,
                secret: token
            );
        else
            work.ShowSecretOnce(OneTimeLinks.Address(token));
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<InviteFacts> subjects, string undoneRun, UnitOfWork work)
    {
        if (await TeamInvitations.Undo(undoneRun, work) == 0)
            return [];
        await EmailOutbox.Withdraw(undoneRun, work);
        return [IdGenerator.Platform];
    }

    private sealed record ExistingPerson(bool IsHere, bool IsKnown);
}
