using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Discards rejected events: they are not counted, and are deleted after 30 days.</summary>
public sealed class DiscardRejectedEvents : RejectedEventOperation
{
    public override Input Example => new("too_old");

    public override OperationDefinition Definition =>
        new("dead_letter.discard", "Discard rejected events", "discarded")
        {
            Group = ActionGroup.Danger,
            Subject = "platform",
            RestoredByUndo = "The events are listed again until their 30 days have passed.",
        };

    public override Decision Decide(RejectedEventFacts rejected, Input input) => new($"{rejected.Open:rejected event} will be discarded and not counted.");

    public override Task Execute(IReadOnlyList<RejectedEventFacts> accepted, Input input, UnitOfWork work) =>
        DeadLetters.Discard(input.Mode, input.Reason, work);
}
