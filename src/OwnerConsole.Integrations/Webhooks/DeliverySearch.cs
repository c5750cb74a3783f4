using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Resolves a search text to tenants, endpoints, events and ids before deliveries are read, so that the delivery query can use indexes.</summary>
/// <param name="Ids">Ids of deliveries or of events; an event's id is sent as <c>webhook-id</c>.</param>
/// <param name="IsCut">True when more than 50 tenants match; only the first 50 are searched.</param>
public sealed record DeliverySearch(
    IReadOnlyList<string> Tenants,
    IReadOnlyList<string> Endpoints,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Ids,
    bool IsCut
)
{
    /// <summary>Maximum number of tenants, and of endpoints, that a search covers.</summary>
    public const int Most = 50;

    /// <summary>Well above the number of event types.</summary>
    private const int MaxEvents = 500;

    public static async Task<DeliverySearch> Find(string text, Caller caller, UnitOfWork work)
    {
        var tenants = await TenantSearch.Find(text, caller.Mode, caller.OnlyTenant, Most + 1, work);
        var endpoints = await work.List<string>(
            $"""
            select e.endpoint_id from webhooks.endpoints e {Webhooks.Endpoints.Settings}
             where lower({Webhooks.Endpoints.Url}) like lower(@pattern) or e.endpoint_id = @text
             order by e.opened_at desc, e.endpoint_id limit @Most
            """,
            new
            {
                pattern = LikePattern.Contains(text),
                text,
                Most,
            }
        );
        var events = await work.Distinct("webhooks.deliveries", "event", "true", MaxEvents);
        return new(tenants, endpoints, [.. events.Where(one => one.Contains(text, StringComparison.OrdinalIgnoreCase))], [text], tenants.Count > Most);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [
            new("d.tenant_id", "tenants"),
            new("d.endpoint_id", "endpoints", Endpoints.Count),
            new("d.event", "events", Events.Count),
            new("d.delivery_id", "ids"),
            new("d.event_id", "ids"),
        ];
}
