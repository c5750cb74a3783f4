using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Ingest;

/// <summary>Puts rejected events away: they are not counted, and are forgotten after 30 days.</summary>
public sealed class DiscardLetters : LetterOperation
{
    public override Input Example => new("too_old");

    public override Declaration Is =>
        new("dead_letter.discard", "Discard rejected events", "discarded")
        {
            Subject = "platform",
            ComesBack = "They stand open again, while their 30 days last.",
        };

    public override Decision Decide(LetterFacts letters, Input input) => new($"Put away and not counted: {letters.Open:rejected event}.");

    public override Task Execute(IReadOnlyList<LetterFacts> accepted, Input input, Work work) => DeadLetters.Discard(input.Population, input.Reason, work);
}
