using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>The facts about a delivery that its operations check.</summary>
/// <param name="IsHeard">True when the endpoint is neither removed nor disabled.</param>
/// <param name="Item">The delivery's job if no other delivery must be sent first; otherwise null.</param>
/// <param name="DueAt">Time of the next attempt; null if the delivery is not first in its queue or is already due.</param>
public sealed record DeliveryFacts(
    string DeliveryId,
    string TenantId,
    long Revision,
    string EndpointId,
    DeliveryState State,
    bool IsHeard,
    long? Item,
    DateTimeOffset? DueAt
) : ISubject
{
    public string Id => DeliveryId;

    internal Refusal SendInProgress => new("being_sent", $"{this} is already being sent.");

    internal Refusal EndpointInactive => new("endpoint_inactive", $"The endpoint of {this} has been removed or disabled. Enable it first.");

    public static Task<IReadOnlyList<DeliveryFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<DeliveryFacts>(
            $"""
            select d.delivery_id, d.tenant_id,
                   (select count(*) + count(s.closed_by) from webhooks.manual_retries s where s.tenant_id = d.tenant_id and s.delivery_id = d.delivery_id) as revision,
                   d.endpoint_id, d.state,
                   exists (select from webhooks.endpoints e where e.endpoint_id = d.endpoint_id and {Endpoints.IsActive}) as is_heard,
                   h.id as item, case when h.due > now() then h.due end as due_at
              from webhooks.deliveries d
              left join lateral (
                select i.id, i.body ->> 'delivery' as delivery_id, greatest(i.due, l.open_until) as due
                  from work.items i join work.lanes l using (lane)
                 where i.lane = 'hook:' || d.endpoint_id and (l.width = 1 or i.body ->> 'delivery' = d.delivery_id)
                 order by i.id limit 1) h on h.delivery_id = d.delivery_id
             where d.delivery_id = any(@ids)
             order by d.delivery_id
             {work.ForUpdate("d")}
            """,
            new { ids }
        );
}
