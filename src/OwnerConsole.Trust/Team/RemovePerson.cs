using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Somebody leaves the team: nothing lets them in any more. What they did keeps their name.</summary>
public sealed class RemovePerson(Lazy<Catalogue> catalogue) : Operation<PersonFacts, RemovePerson.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("person.remove", "Remove person", "removed")
        {
            StepUpToUndo = true,
            ComesBack = "They sign in again as before, with the role they had, and their invitations are good again until their time is over.",
            StaysGone = "Where they were signed in. Keys that they made stay in force all the while, and what they scheduled begins.",
        };

    public override Task<IReadOnlyList<PersonFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => PersonFacts.Load(ids, catalogue.Value, work);

    public override Refusal? Refuse(PersonFacts person, Nothing input) =>
        person switch
        {
            { IsRemoved: true } => new("already_removed", $"{person} is not in the team any more."),
            { IsLast: true } => new("last_owner", $"{person} is the last owner. Make somebody else an owner first."),
            _ when person.Id == person.Giver.Id => new("own_access", $"Nobody removes themselves. Somebody else can."),
            { IsWithin: false } => new("beyond_your_own", $"Nobody can decide about who may more than they do."),
            _ => null,
        };

    public override Decision Decide(PersonFacts person, Nothing input) =>
        new(
            $"{person} can't sign in any more. Sign-in sessions that end: {person.Sessions}; invitations that end: {person.Invitations}; API keys of theirs that stay in force: {person.Keys}; runs of theirs that begin later all the same: {person.Scheduled}."
        );

    public override Task Execute(IReadOnlyList<PersonFacts> accepted, Nothing input, Work work) =>
        Membership.Remove([.. accepted.Select(person => person.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonFacts> subjects, string undoneRun, Work work) =>
        Membership.BringBack([.. subjects.Where(person => person.IsWithin).Select(person => person.Id)], undoneRun, work);
}
