using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Retries a pending delivery now instead of at its next attempt. Deliveries queued behind it follow once it succeeds.</summary>
public sealed class RetryDelivery : Operation<DeliveryFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("webhook_delivery.retry", "Retry delivery now", "queued for retry")
        {
            Noun = "delivery",
            RestoredByUndo = "Deliveries that have not been attempted yet wait for their original time again.",
            NotRestoredByUndo = "Deliveries that have already been sent.",
        };

    public override Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DeliveryFacts.Load(ids, work);

    public override Refusal? Refuse(DeliveryFacts delivery, NoInput input) =>
        delivery switch
        {
            { State: not DeliveryState.Pending } => new("not_waiting", $"{delivery} is no longer pending. Use Replay to send it again."),
            { IsHeard: false } => delivery.EndpointInactive,
            { Item: null } => new("not_first_in_queue", $"{delivery} is not first in its queue. Earlier deliveries must succeed first."),
            { DueAt: null } => delivery.SendInProgress,
            _ => null,
        };

    public override Decision Decide(DeliveryFacts delivery, NoInput input) =>
        new($"{delivery} will be sent to {new EntityReference(delivery.EndpointId)} now instead of on {delivery.DueAt!.Value}."); // never null: Refuse checks it

    public override Task Execute(IReadOnlyList<DeliveryFacts> accepted, NoInput input, UnitOfWork work) => ManualDeliveries.SendNow(accepted, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeliveryFacts> subjects, string undoneRun, UnitOfWork work) =>
        ManualDeliveries.Postpone([.. subjects.Select(delivery => delivery.Id)], undoneRun, work);
}
