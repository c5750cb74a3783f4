using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>What decides about a delivery.</summary>
public sealed record DeliveryFacts(string DeliveryId, string TenantId, long Revision, string EndpointId, DeliveryState State) : ISubject
{
    public string Id => DeliveryId;

    public static Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, Work work) =>
        work.List<DeliveryFacts>(
            $"""
            select d.delivery_id, d.tenant_id,
                   (select count(*) + count(s.closed_by) from webhooks.sends s where s.tenant_id = d.tenant_id and s.delivery_id = d.delivery_id) as revision,
                   d.endpoint_id, d.state
              from webhooks.deliveries d
             where d.delivery_id = any(@ids)
             order by d.delivery_id
             {work.ForUpdate("d")}
            """,
            new { ids }
        );
}
