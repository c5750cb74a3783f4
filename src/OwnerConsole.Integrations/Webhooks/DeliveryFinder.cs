using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Finds a delivery by its id.</summary>
public sealed class DeliveryFinder(Deliveries deliveries) : IFinder
{
    public string Kind => "webhook_delivery";

    public string Permission => "webhook_endpoint.read";

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        text.StartsWith("dlv_", StringComparison.Ordinal) && await deliveries.Get(text, work) is { } sent && caller.CanSee(sent.TenantId)
            ? [new(sent.DeliveryId, sent.Event, $"{sent.Url} · delivery", EndpointRoutes.OfDelivery(sent.DeliveryId))]
            : [];
}
