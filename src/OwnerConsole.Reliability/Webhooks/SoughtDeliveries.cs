using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>What a text means among deliveries. It is looked up where each name is kept once, so that no delivery is read for it.</summary>
/// <param name="Ids">of deliveries or of events, as they are sent as <c>webhook-id</c></param>
/// <param name="IsCut">more tenants are called so than are searched for</param>
public sealed record SoughtDeliveries(
    IReadOnlyList<string> Tenants,
    IReadOnlyList<string> Endpoints,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Ids,
    bool IsCut
)
{
    /// <summary>Of tenants and of endpoints each.</summary>
    public const int Most = 50;

    /// <summary>The product has dozens of events.</summary>
    private const int MostEvents = 500;

    public static async Task<SoughtDeliveries> Find(string text, Caller caller, Work work)
    {
        var tenants = await NamedTenants.Find(text, caller.Population, caller.OnlyTenant, Most + 1, work);
        var endpoints = await work.List<string>(
            $"""
            select e.endpoint_id from webhooks.endpoints e {Webhooks.Endpoints.Settings}
             where lower({Webhooks.Endpoints.Url}) like lower(@pattern) or e.endpoint_id = @text
             order by e.opened_at desc, e.endpoint_id limit @Most
            """,
            new
            {
                pattern = Like.Within(text),
                text,
                Most,
            }
        );
        var events = await work.Distinct("webhooks.deliveries", "event", "true", MostEvents);
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
