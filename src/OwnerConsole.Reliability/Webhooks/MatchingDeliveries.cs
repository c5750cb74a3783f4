using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Everything that a list of deliveries would show for a filter, on all of its pages.</summary>
public sealed class MatchingDeliveries(Deliveries deliveries) : ISelection
{
    public string Subject => "webhook_delivery";

    public Task<IReadOnlyList<string>> Find(Caller caller, Population within, IReadOnlyDictionary<string, string> query, int most, Work work) =>
        deliveries.Ids(DeliveryFilter.Read(query, caller) with { Limit = most }, work);
}
