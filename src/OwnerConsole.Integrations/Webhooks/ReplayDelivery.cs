using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Sends a delivered or failed delivery again, with the same body and the same <c>webhook-id</c>, at the end of its endpoint's queue.</summary>
public sealed class ReplayDelivery : Operation<DeliveryFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("webhook_delivery.replay", "Replay delivery", "replayed")
        {
            Noun = "delivery",
            RestoredByUndo = "Deliveries that have not succeeded yet are not sent.",
            NotRestoredByUndo = "Deliveries that have already succeeded.",
        };

    public override Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DeliveryFacts.Load(ids, work);

    public override Refusal? Refuse(DeliveryFacts delivery, NoInput input) =>
        delivery switch
        {
            { State: DeliveryState.Pending } => delivery.SendInProgress,
            { IsHeard: false } => delivery.EndpointInactive,
            _ => null,
        };

    public override Decision Decide(DeliveryFacts delivery, NoInput input) =>
        new($"{delivery} will be sent to {new EntityReference(delivery.EndpointId)} again.");

    public override async Task Execute(IReadOnlyList<DeliveryFacts> accepted, NoInput input, UnitOfWork work)
    {
        await work.Execute(
            "update webhooks.deliveries set state = 'pending', ended_at = null where delivery_id = any(@ids)",
            new { ids = accepted.Select(delivery => delivery.Id).ToArray() }
        );
        await ManualDeliveries.Open([.. accepted.Select(delivery => (delivery.TenantId, delivery.Id, delivery.EndpointId))], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeliveryFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var stopped = await ManualDeliveries.Revert(undoneRun, work);
        return [.. stopped.Select(stoppedDelivery => stoppedDelivery.DeliveryId).Intersect(subjects.Select(delivery => delivery.Id))];
    }
}
