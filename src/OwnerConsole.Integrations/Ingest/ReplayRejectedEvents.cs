using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Retries rejected events after the cause of the rejection is fixed.</summary>
public sealed class ReplayRejectedEvents : RejectedEventOperation
{
    public override Input Example => new("unknown_tenant");

    public override OperationDefinition Definition =>
        new("dead_letter.replay", "Retry rejected events", "retried")
        {
            Subject = "platform",
            RestoredByUndo = "Events that have not been ingested yet are listed as rejected again.",
            NotRestoredByUndo = "Events that have already been ingested.",
        };

    public override Decision Decide(RejectedEventFacts rejected, Input input) =>
        new($"{rejected.Open:rejected event} will be retried. Events that are rejected again stay in the list.");

    public override Task Execute(IReadOnlyList<RejectedEventFacts> accepted, Input input, UnitOfWork work) =>
        DeadLetters.Replay(input.Mode, input.Reason, work);
}
