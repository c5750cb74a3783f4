using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Asks somebody into the team by a link that is good once: by mail, and where none can be sent it is shown once.</summary>
public sealed class InvitePerson(TeamInvitations invitations, Outbox outbox, Giving giving) : Operation<InviteFacts, InvitePerson.Input>
{
    public sealed record Input(
        [Description("They sign in with it.")] string Email,
        [Description("They can change it when they come.")] string Name,
        [ChosenAmong(RoleSource.Roles)] [Description("What they may do. Nobody hands out more than they have.")] string Role
    );

    public override Input Example => new("mila@example.com", "Mila", "support");

    public override Declaration Is =>
        new("person.invite", "Invite person", "invited")
        {
            StepUp = true,
            Subject = "platform",
            Noun = "invitation",
            ShowsOnce = true,
            UndoFor = TimeSpan.FromDays(TeamInvitations.Days),
            ComesBack = "The link is no longer good; one of before for the same address is, until its own time is over.",
            StaysGone = "A letter that was sent stays sent. Who has come by the link stays, until they are removed.",
        };

    public override async Task<IReadOnlyList<InviteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        if (!ids.Contains(IdSource.Platform))
            return [];
        var here = await work.One<Here>(
            """
            select exists (select from auth.people where email_key = @key) as is_here,
                   exists (select from auth.users where email_key = @key) as is_known
            """,
            new { key = People.Key(input.Email) }
        );
        var (giver, role) = (work.Caller!, await TeamRole.Find(input.Role, work)); // who asks is known in a preview and in a run
        return
        [
            new(
                work.NewId("inv", IdSource.Platform),
                giver,
                role is not null && await giving.MayGive(giver, role, work),
                role,
                here!.IsHere, // one row always
                here.IsKnown
            ),
        ];
    }

    public override Refusal? Refuse(InviteFacts platform, Input input) =>
        input switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > 100 || input.Name.Any(char.IsControl) => new(
                "bad_name",
                $"A person has a name of 1 to {100} characters."
            ),
            _ when !PlainAddress.Is(input.Email) => new("bad_address", $"This is no plain e-mail address."),
            _ when platform.Role is null => new("no_such_role", $"There is no such role."),
            _ when !platform.IsWithin => new(
                "beyond_your_own",
                $"Nobody can hand out more than they have: no role that may more, and none at all under a ceiling."
            ),
            _ when platform.IsHere => new("already_here", $"Somebody with this address is in the team already."),
            _ when platform.IsKnown => new("was_removed", $"Somebody with this address was removed from the team. Take that back instead."),
            _ => null,
        };

    public override Decision Decide(InviteFacts platform, Input input) =>
        new($"A link goes to the invited person. It is good once, for {TeamInvitations.Days} days.", new Effect("role", null, input.Role))
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<InviteFacts> accepted, Input input, Work work)
    {
        var (id, giver) = (accepted[0].NewId, accepted[0].Giver.Id);
        var token = await invitations.Open(id, input.Email, input.Name.Trim(), input.Role, giver, work);
        if (await InvitationLetter.CanLeave(work))
            await outbox.Write(
                InvitationLetter.Template,
                IdSource.Platform,
                id,
                await InvitationLetter.Facts(accepted[0].Role!.Name, giver, work), // Refuse has seen to the role
                work,
                secret: token
            );
        else
            work.ShowOnce(OneTimeLinks.Address(token));
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<InviteFacts> subjects, string undoneRun, Work work)
    {
        if (await TeamInvitations.TakeBack(undoneRun, work) == 0)
            return [];
        await Outbox.TakeBack(undoneRun, work);
        return [IdSource.Platform];
    }

    private sealed record Here(bool IsHere, bool IsKnown);
}
