using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Hands rejected events in again, once what they were rejected for is mended.</summary>
public sealed class ReplayLetters : Operation<LetterFacts, ReplayLetters.Input>
{
    public sealed record Input(
        [Description("Why they were rejected, such as unknown_tenant.")] string Reason,
        [Description("Real events, or those of test keys.")] Population Population = Population.Live
    );

    public override Input Example => new("unknown_tenant");

    public override Declaration Is =>
        new("dead_letter.replay", "Take rejected events in again", "taken in again")
        {
            Subject = "platform",
            ComesBack = "What still waits stands open again.",
            StaysGone = "What was handed in meanwhile.",
        };

    public override Task<IReadOnlyList<LetterFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        LetterFacts.Load(ids, input.Population, input.Reason, work);

    public override Refusal? Refuse(LetterFacts letters, Input input) =>
        letters.Open == 0 ? new("none_open", $"No event waits that was rejected for this reason.") : null;

    public override Decision Decide(LetterFacts letters, Input input) =>
        new($"{letters.Open} rejected events are handed in again; what fails again is kept again.");

    public override Task Execute(IReadOnlyList<LetterFacts> accepted, Input input, Work work) => DeadLetters.Replay(input.Population, input.Reason, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<LetterFacts> subjects, string undoneRun, Work work) =>
        await DeadLetters.Reopen(undoneRun, work) > 0 ? [IdSource.Platform] : [];
}
