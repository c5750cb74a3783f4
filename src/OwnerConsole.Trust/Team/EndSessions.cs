using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Team;

/// <summary>Signs somebody out everywhere; they may sign in again. For a telephone that is lost.</summary>
public sealed class EndSessions(Lazy<Catalogue> catalogue) : Operation<PersonFacts, EndSessions.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("person.end_sessions", "End sign-in sessions", "signed out")
        {
            UndoFor = TimeSpan.FromDays(2),
            ComesBack = "Where they were signed in, as far as it would have lasted until then.",
            StaysGone = "What they had filled in and not sent.",
        };

    public override Task<IReadOnlyList<PersonFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => PersonFacts.Load(ids, catalogue.Value, work);

    public override Refusal? Refuse(PersonFacts person, Nothing input) =>
        person switch
        {
            { IsRemoved: true } => new("was_removed", $"{person} is not in the team any more."),
            { Sessions: 0 } => new("not_signed_in", $"{person} is signed in nowhere."),
            _ when person.Id == person.Giver.Id => new("own_access", $"Your own sign-in sessions end on your account page."),
            { IsWithin: false } => new("beyond_your_own", $"Nobody can decide about who may more than they do."),
            _ => null,
        };

    public override Decision Decide(PersonFacts person, Nothing input) =>
        new($"{person} is signed out with the next click and may sign in again. Sign-in sessions that end: {person.Sessions}.");

    public override Task Execute(IReadOnlyList<PersonFacts> accepted, Nothing input, Work work) =>
        Membership.EndSessions([.. accepted.Select(person => person.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PersonFacts> subjects, string undoneRun, Work work) =>
        Membership.ReopenSessions([.. subjects.Where(person => person is { IsWithin: true, IsRemoved: false }).Select(person => person.Id)], undoneRun, work);
}
