using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Puts rejected events away: they are not counted, and are forgotten after 30 days.</summary>
public sealed class DiscardLetters : Operation<LetterFacts, DiscardLetters.Input>
{
    public sealed record Input(
        [Description("Why they were rejected, such as unknown_tenant.")] string Reason,
        [Description("Real events, or those of test keys.")] Population Population = Population.Live
    );

    public override Input Example => new("too_old");

    public override Declaration Is =>
        new("dead_letter.discard", "Discard rejected events", "discarded")
        {
            Subject = "platform",
            ComesBack = "They stand open again, while their 30 days last.",
        };

    public override Task<IReadOnlyList<LetterFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        LetterFacts.Load(ids, input.Population, input.Reason, work);

    public override Refusal? Refuse(LetterFacts letters, Input input) =>
        letters.Open == 0 ? new("none_open", $"No event waits that was rejected for this reason.") : null;

    public override Decision Decide(LetterFacts letters, Input input) => new($"{letters.Open} rejected events are put away and not counted.");

    public override Task Execute(IReadOnlyList<LetterFacts> accepted, Input input, Work work) => DeadLetters.Discard(input.Population, input.Reason, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<LetterFacts> subjects, string undoneRun, Work work) =>
        await DeadLetters.Reopen(undoneRun, work) > 0 ? [IdSource.Platform] : [];
}
