using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Removes a team member, who can no longer sign in. The log keeps their name.</summary>
public sealed class RemoveTeamMember(Lazy<OperationCatalogue> catalogue) : Operation<PersonFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("team_member.remove", "Remove team member", "removed")
        {
            Group = ActionGroup.Danger,
            Noun = "team member",
            UndoRequiresStepUp = true,
            RestoredByUndo = "They can sign in again with their previous role, and their invitations work again until they expire.",
            NotRestoredByUndo = "Their sign-in sessions. API keys they created and operations they scheduled are not affected.",
        };

    public override Task<IReadOnlyList<PersonFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        PersonFacts.Load(ids, catalogue.Value, work);

    public override Refusal? Refuse(PersonFacts person, NoInput input) =>
        person switch
        {
            { IsRemoved: true } => new("already_removed", $"{person} is no longer on the team."),
            { IsLast: true } => new("last_owner", $"{person} is the last owner. Make someone else an owner first."),
            _ when person.Id == person.Giver.Id => new("own_access", $"You can't remove yourself. Ask another team member."),
            { IsWithin: false } => new("exceeds_own_permissions", $"You can't do this for someone with more permissions than you, or while you have a limit."),
            _ => null,
        };

    public override Decision Decide(PersonFacts person, NoInput input) =>
        new(
            $"{person} can no longer sign in. Sign-in sessions that end: {person.Sessions}; invitations that end: {person.Invitations}; API keys that stay active: {person.Keys}; scheduled operations that still run: {person.Scheduled}."
        );

    public override Task Execute(IReadOnlyList<PersonFacts> accepted, NoInput input, UnitOfWork work) =>
        Membership.Remove([.. accepted.Select(person => person.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonFacts> subjects, string undoneRun, UnitOfWork work) =>
        Membership.Restore([.. subjects.Where(person => person.IsWithin).Select(person => person.Id)], undoneRun, work);
}
