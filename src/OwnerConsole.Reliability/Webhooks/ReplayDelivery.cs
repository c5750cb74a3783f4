using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Sends a delivered or failed delivery again, with the same body and the same <c>webhook-id</c>, at the end of its endpoint's queue.</summary>
public sealed class ReplayDelivery : Operation<DeliveryFacts, ReplayDelivery.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("webhook_delivery.replay", "Replay delivery", "replayed")
        {
            Noun = "delivery",
            ComesBack = "Deliveries that have not succeeded yet are not sent.",
            StaysGone = "Deliveries that have already succeeded.",
        };

    public override Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => DeliveryFacts.Load(ids, work);

    public override Refusal? Refuse(DeliveryFacts delivery, Nothing input) =>
        delivery switch
        {
            { State: DeliveryState.Pending } => delivery.BeingSent,
            { IsHeard: false } => delivery.Unheard,
            _ => null,
        };

    public override Decision Decide(DeliveryFacts delivery, Nothing input) => new($"{delivery} will be sent to {new Reference(delivery.EndpointId)} again.");

    public override async Task Execute(IReadOnlyList<DeliveryFacts> accepted, Nothing input, Work work)
    {
        await work.Do(
            "update webhooks.deliveries set state = 'pending', ended_at = null where delivery_id = any(@ids)",
            new { ids = accepted.Select(delivery => delivery.Id).ToArray() }
        );
        await Sends.Open([.. accepted.Select(delivery => (delivery.TenantId, delivery.Id, delivery.EndpointId))], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeliveryFacts> subjects, string undoneRun, Work work)
    {
        var stopped = await Sends.TakeBack(undoneRun, work);
        return [.. stopped.Select(one => one.DeliveryId).Intersect(subjects.Select(delivery => delivery.Id))];
    }
}
