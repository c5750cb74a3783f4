using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Tries a delivery now that waits for its next attempt. It is the first in its endpoint's lane; what waits behind it follows once it is told.</summary>
public sealed class TryDelivery : Operation<DeliveryFacts, TryDelivery.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("webhook_delivery.try", "Try delivery now", "due now")
        {
            Noun = "delivery",
            ComesBack = "What was not tried yet waits for its time again.",
            StaysGone = "What was sent stays sent.",
        };

    public override Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => DeliveryFacts.Load(ids, work);

    public override Refusal? Refuse(DeliveryFacts delivery, Nothing input) =>
        delivery switch
        {
            { State: not DeliveryState.Pending } => new("not_waiting", $"{delivery} does not wait any more. Replay sends it again."),
            { IsHeard: false } => delivery.Unheard,
            { Item: null } => new("waits_its_turn", $"{delivery} waits its turn: what comes before it is told first."),
            { DueAt: null } => delivery.BeingSent,
            _ => null,
        };

    public override Decision Decide(DeliveryFacts delivery, Nothing input) =>
        new($"{delivery} is sent to {new Reference(delivery.EndpointId)} now instead of on {delivery.DueAt!.Value}."); // Refuse has seen to it

    public override Task Execute(IReadOnlyList<DeliveryFacts> accepted, Nothing input, Work work) => Sends.Hurry(accepted, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DeliveryFacts> subjects, string undoneRun, Work work) =>
        Sends.Postpone([.. subjects.Select(delivery => delivery.Id)], undoneRun, work);
}
