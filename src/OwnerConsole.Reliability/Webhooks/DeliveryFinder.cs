using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Finds a delivery by its id.</summary>
public sealed class DeliveryFinder(Deliveries deliveries) : IFinder
{
    public string Kind => "webhook_delivery";

    public string Permission => "webhook_endpoint.read";

    public async Task<IReadOnlyList<Hit>> Find(Caller caller, Population population, string text, int most, Work work) =>
        text.StartsWith("dlv_", StringComparison.Ordinal) && await deliveries.One(text, work) is { } sent && caller.MaySee(sent.TenantId)
            ? [new(sent.DeliveryId, sent.Event, $"{sent.Url} · delivery", EndpointsRoutes.OfDelivery(sent.DeliveryId))]
            : [];
}
