using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Signs a team member out everywhere, for example after a device was lost. They can sign in again.</summary>
public sealed class EndSessions(Lazy<OperationCatalogue> catalogue) : Operation<PersonFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("team_member.end_sessions", "End sign-in sessions", "signed out")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            Synonyms = "sign out, log out",
            UndoWindow = TimeSpan.FromDays(2),
            RestoredByUndo = "Sign-in sessions that would not have expired by then.",
            NotRestoredByUndo = "Unsaved input in open forms.",
        };

    public override Task<IReadOnlyList<PersonFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        PersonFacts.Load(ids, catalogue.Value, work);

    public override Refusal? Refuse(PersonFacts person, NoInput input) =>
        person switch
        {
            { IsRemoved: true } => new("was_removed", $"{person} is no longer on the team."),
            { Sessions: 0 } => new("not_signed_in", $"{person} isn't signed in."),
            _ when person.Id == person.Giver.Id => new("own_access", $"You can't end your own sign-in sessions here. Use your account page."),
            { IsWithin: false } => new("exceeds_own_permissions", $"You can't do this for someone with more permissions than you, or while you have a limit."),
            _ => null,
        };

    public override Decision Decide(PersonFacts person, NoInput input) =>
        new($"{person} is signed out immediately and can sign in again. Sign-in sessions that end: {person.Sessions}.");

    public override Task Execute(IReadOnlyList<PersonFacts> accepted, NoInput input, UnitOfWork work) =>
        Membership.EndSessions([.. accepted.Select(person => person.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonFacts> subjects, string undoneRun, UnitOfWork work) =>
        Membership.ReopenSessions([.. subjects.Where(person => person is { IsWithin: true, IsRemoved: false }).Select(person => person.Id)], undoneRun, work);
}
