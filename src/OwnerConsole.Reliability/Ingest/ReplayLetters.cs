using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Hands rejected events in again, once what they were rejected for is mended.</summary>
public sealed class ReplayLetters : LetterOperation
{
    public override Input Example => new("unknown_tenant");

    public override Declaration Is =>
        new("dead_letter.replay", "Take rejected events in again", "taken in again")
        {
            Subject = "platform",
            ComesBack = "What still waits stands open again.",
            StaysGone = "What was handed in meanwhile.",
        };

    public override Decision Decide(LetterFacts letters, Input input) =>
        new($"Handed in again: {letters.Open:rejected event}. What fails again is kept again.");

    public override Task Execute(IReadOnlyList<LetterFacts> accepted, Input input, Work work) => DeadLetters.Replay(input.Population, input.Reason, work);
}
