using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Deliveries requested by a run: a test, a replay, or an early retry. They can be undone while they are pending.</summary>
internal static class ManualDeliveries
{
    /// <summary>Adds deliveries to the end of their endpoints' queues.</summary>
    /// <param name="run">Run that requested them; null for that of the transaction.</param>
    public static async Task Open(IReadOnlyList<(string TenantId, string DeliveryId, string EndpointId)> deliveries, UnitOfWork work, string? run = null)
    {
        await work.Execute(
            "insert into webhooks.manual_retries (tenant_id, delivery_id, opened_by, opened_at) select t, d, @run, clock_timestamp() from unnest(@tenants, @ids) s(t, d)",
            new
            {
                run = run ?? work.RunId,
                tenants = deliveries.Select(one => one.TenantId).ToArray(),
                ids = deliveries.Select(one => one.DeliveryId).ToArray(),
            }
        );
        await WebhookFanout.Enqueue(deliveries, work, run);
        work.WakeWorkers();
    }

    /// <summary>Cancels the deliveries requested by a run that have not succeeded yet.</summary>
    /// <param name="closedBy">Run that cancels them; null for that of the transaction.</param>
    /// <returns>The cancelled deliveries with their endpoints.</returns>
    public static async Task<IReadOnlyList<StoppedDelivery>> Revert(string undoneRun, UnitOfWork work, string? closedBy = null)
    {
        var stopped = await work.List<StoppedDelivery>(
            """
            update webhooks.manual_retries s set closed_by = @run
              from webhooks.deliveries d
             where s.opened_by = @undoneRun and s.closed_by is null and d.tenant_id = s.tenant_id and d.delivery_id = s.delivery_id and d.state = 'pending'
            returning d.delivery_id, d.endpoint_id
            """,
            new { run = closedBy ?? work.RunId, undoneRun }
        );
        await work.Execute(
            """
            update webhooks.deliveries d
               set state = case when exists (select from webhooks.attempts a where a.tenant_id = d.tenant_id and a.delivery_id = d.delivery_id and a.status between 200 and 299)
                                then 'succeeded' else 'failed' end,
                   ended_at = clock_timestamp()
             where d.delivery_id = any(@ids)
            """,
            new { ids = stopped.Select(stoppedDelivery => stoppedDelivery.DeliveryId).ToArray() }
        );
        await work.Withdraw(
            [.. stopped.Select(stoppedDelivery => WebhookFanout.LaneOf(stoppedDelivery.EndpointId)).Distinct(StringComparer.Ordinal)],
            undoneRun
        );
        return stopped;
    }

    /// <summary>Makes deliveries due now instead of at their next attempt.</summary>
    public static async Task SendNow(IReadOnlyList<DeliveryFacts> deliveries, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into webhooks.manual_retries (tenant_id, delivery_id, opened_by, opened_at, was_due)
            select t, d, @run, clock_timestamp(), at from unnest(@tenants, @ids, @dues) s(t, d, at)
            """,
            new
            {
                run = work.RunId,
                tenants = deliveries.Select(delivery => delivery.TenantId).ToArray(),
                ids = deliveries.Select(delivery => delivery.Id).ToArray(),
                dues = deliveries.Select(delivery => delivery.DueAt!.Value).ToArray(), // never null: Refuse checks it
            }
        );
        await work.MakeDue([.. deliveries.Select(delivery => (WebhookFanout.LaneOf(delivery.EndpointId), delivery.Item!.Value))]); // never null: Refuse checks it
    }

    /// <summary>Restores the original due time of deliveries that a run made due and that have not been attempted since.</summary>
    /// <returns>The postponed deliveries.</returns>
    public static async Task<IReadOnlyList<string>> Postpone(IReadOnlyList<string> ids, string undoneRun, UnitOfWork work)
    {
        var waiting = await work.List<WaitingDelivery>(
            """
            update webhooks.manual_retries s set closed_by = @run
              from webhooks.deliveries d
             where s.opened_by = @undoneRun and s.closed_by is null and s.delivery_id = any(@ids)
               and d.tenant_id = s.tenant_id and d.delivery_id = s.delivery_id and d.state = 'pending'
               and not exists (select from webhooks.attempts a where a.tenant_id = s.tenant_id and a.delivery_id = s.delivery_id and a.at > s.opened_at)
            returning d.delivery_id, d.endpoint_id, s.was_due,
                      (select i.id from work.items i where i.lane = 'hook:' || d.endpoint_id and i.body ->> 'delivery' = d.delivery_id order by i.id limit 1) as item
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids,
            }
        );
        await work.Postpone([
            .. waiting
                .Where(waitingDelivery => waitingDelivery.Item is not null)
                .Select(waitingDelivery => (WebhookFanout.LaneOf(waitingDelivery.EndpointId), waitingDelivery.Item!.Value, waitingDelivery.WasDue)),
        ]);
        return [.. waiting.Select(waitingDelivery => waitingDelivery.DeliveryId)];
    }

    public sealed record StoppedDelivery(string DeliveryId, string EndpointId);

    private sealed record WaitingDelivery(string DeliveryId, string EndpointId, DateTimeOffset WasDue, long? Item);
}
