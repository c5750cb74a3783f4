using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Queues the events of a replay in the endpoint's lane, a chunk at a time, and waits until they are delivered. Position and deliveries of a chunk are one transaction, so a replay
/// continues where it was after a crash, and repeats no event.</summary>
public sealed class ReplaySender(Database database, WebhookFanout fanout) : IWorkHandler
{
    public const string Kind = "webhook.replay";

    private const int MaxCancelled = 500;

    private static readonly TimeSpan s_disabledInterval = TimeSpan.FromMinutes(1);

    public string Name => Kind;

    public string Title => "Replay webhooks";

    public static string LaneOf(string endpointId) => $"replay:{endpointId}";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        Replay? replay;
        Receiver? receiver;
        IReadOnlyList<PendingDelivery> pending;
        (IReadOnlyList<StoredLogLine> Lines, ReplayEvents.Entry Last)? next = null;
        await using (var reading = await database.Read(stop))
        {
            replay = await Replay.Find(job.Endpoint, job.Run, reading);
            if (replay is null || replay.EndedAt is not null)
                return WorkOutcome.Completed;
            receiver = await Receiver.Find(job.Endpoint, reading);
            pending = await FindPending(replay, reading);
            if (replay.ClosedBy is null && receiver is { IsDisabled: false } && pending.Count == 0)
                next = await Select(replay, receiver)
                    .Next(replay.AfterAt, replay.AfterId, (await ReplayPace.Find(job.Endpoint, receiver.MaxInFlight, reading)).ChunkSize, reading);
        }
        if (replay.ClosedBy is not null)
        {
            await Cancel(replay, pending, stop);
            return pending.Count == MaxCancelled ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
        }
        if (receiver is { IsDisabled: true })
            return WorkOutcome.Reschedule(s_disabledInterval);
        if (pending.Count > 0)
            return WorkOutcome.Reschedule(ReplayPace.Interval);
        if (next is not { } chunk)
            return await End(replay, stop);
        await Queue(replay, chunk.Lines, chunk.Last, stop);
        return WorkOutcome.Reschedule(chunk.Lines.Count > 0 ? ReplayPace.Interval : TimeSpan.Zero);
    }

    private async Task Queue(Replay replay, IReadOnlyList<StoredLogLine> lines, ReplayEvents.Entry last, CancellationToken stop)
    {
        var tenants = lines.Select(line => line.TenantId).Distinct(StringComparer.Ordinal).ToArray();
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform, .. tenants], stop);
        var moved = await work.Execute(
            """
            update webhooks.replays
               set after_at = @At, after_id = @Id, queued = queued + @count, queued_at = case when @count > 0 then clock_timestamp() else queued_at end
             where tenant_id = 'tnt_platform' and endpoint_id = @EndpointId and opened_by = @OpenedBy and closed_by is null and ended_at is null
               and (after_at, after_id) = (@AfterAt, @AfterId)
            """,
            new
            {
                last.At,
                last.Id,
                count = lines.Count,
                replay.EndpointId,
                replay.OpenedBy,
                replay.AfterAt,
                replay.AfterId,
            }
        );
        if (moved == 0)
            return; // It was stopped, or another node was faster.
        var sent = await Reopen(replay, lines, work);
        var added = await Add(replay, [.. lines.Where(line => !sent.ContainsKey(line.EventId!))], tenants, work); // not null: it is an event
        foreach (var delivery in added)
            sent[delivery.EventId] = (delivery.TenantId, delivery.DeliveryId, IsQueued: true);
        await ManualDeliveries.Open(
            [
                .. lines
                    .Select(line => sent.GetValueOrDefault(line.EventId!))
                    .Where(delivery => delivery.IsQueued)
                    .Select(delivery => (delivery.TenantId, delivery.DeliveryId, replay.EndpointId)),
            ],
            work,
            replay.OpenedBy
        );
        await work.Commit();
    }

    /// <summary>Makes the ended deliveries of these events pending again; one that has been queued in the meantime stays as it is.</summary>
    /// <returns>The endpoint's deliveries by event.</returns>
    private static async Task<Dictionary<string, (string TenantId, string DeliveryId, bool IsQueued)>> Reopen(
        Replay replay,
        IReadOnlyList<StoredLogLine> lines,
        UnitOfWork work
    )
    {
        var rows = await work.List<ReopenedDelivery>(
            """
            with last as (
              select distinct on (d.event_id) d.tenant_id, d.delivery_id, d.event_id
                from webhooks.deliveries d
               where d.event_id = any(@events) and d.endpoint_id = @EndpointId
               order by d.event_id, d.created_at desc, d.delivery_id desc),
            opened as (
              update webhooks.deliveries d set state = 'pending', ended_at = null from last
               where d.tenant_id = last.tenant_id and d.delivery_id = last.delivery_id and d.state <> 'pending' and (@all or d.state <> 'succeeded')
              returning d.delivery_id)
            select l.tenant_id, l.delivery_id, l.event_id, exists (select from opened o where o.delivery_id = l.delivery_id) as is_queued from last l
            """,
            new
            {
                events = lines.Select(line => line.EventId).ToArray(),
                replay.EndpointId,
                all = replay.Scope is ReplayScope.All,
            }
        );
        return rows.ToDictionary(row => row.EventId, row => (row.TenantId, row.DeliveryId, row.IsQueued), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<WebhookFanout.AddedDelivery>> Add(Replay replay, IReadOnlyList<StoredLogLine> lines, string[] tenants, UnitOfWork work)
    {
        if (lines.Count == 0)
            return [];
        var listeners = (await WebhookFanout.Endpoints(tenants, work))
            .Where(listener => listener.EndpointId == replay.EndpointId)
            .ToDictionary(listener => listener.TenantId, StringComparer.Ordinal);
        return await fanout.Add([.. lines.Where(line => listeners.ContainsKey(line.TenantId)).Select(line => (line, listeners[line.TenantId]))], work);
    }

    /// <summary>Closes deliveries of a stopped replay that were not sent.</summary>
    private async Task Cancel(Replay replay, IReadOnlyList<PendingDelivery> pending, CancellationToken stop)
    {
        if (pending.Count == 0)
            return;
        string[] tenants = [IdGenerator.Platform, .. pending.Select(delivery => delivery.TenantId).Distinct(StringComparer.Ordinal)];
        await using var work = await database.Write(WriteOrigin.Intake(Kind), tenants, stop);
        await ManualDeliveries.Revert(replay.OpenedBy, work, replay.ClosedBy);
        await work.Commit();
    }

    private async Task<WorkOutcome> End(Replay replay, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await work.Execute(
            "update webhooks.replays set ended_at = clock_timestamp() where tenant_id = 'tnt_platform' and endpoint_id = @EndpointId and opened_by = @OpenedBy and closed_by is null",
            new { replay.EndpointId, replay.OpenedBy }
        );
        await work.Commit();
        return WorkOutcome.Completed;
    }

    /// <returns>The pending deliveries of the last chunk; earlier ones have ended.</returns>
    private static Task<IReadOnlyList<PendingDelivery>> FindPending(Replay replay, UnitOfWork reading) =>
        reading.List<PendingDelivery>(
            """
            select d.tenant_id, d.delivery_id
              from webhooks.manual_retries m join webhooks.deliveries d on d.tenant_id = m.tenant_id and d.delivery_id = m.delivery_id
             where m.opened_by = @OpenedBy and m.opened_at >= @QueuedAt and m.closed_by is null and d.endpoint_id = @EndpointId and d.state = 'pending'
             limit @MaxCancelled
            """,
            new
            {
                replay.OpenedBy,
                QueuedAt = replay.QueuedAt ?? replay.RangeStart,
                replay.EndpointId,
                MaxCancelled,
            }
        );

    private static ReplayEvents Select(Replay replay, Receiver receiver) =>
        new(replay.EndpointId, receiver.Mode, replay.RangeStart, replay.RangeEnd, replay.Scope, receiver.Events, replay.Events);

    private sealed record Job(string Endpoint, string Run);

    private sealed record PendingDelivery(string TenantId, string DeliveryId);

    private sealed record ReopenedDelivery(string TenantId, string DeliveryId, string EventId, bool IsQueued);

    private sealed record Receiver(Mode Mode, string[] Events, int MaxInFlight, bool IsDisabled)
    {
        /// <returns>Null if the endpoint was removed.</returns>
        public static async Task<Receiver?> Find(string endpointId, UnitOfWork reading) =>
            await new Endpoints().Get(endpointId, reading) is { IsRemoved: false } row
                ? new(row.Mode, row.Events, row.MaxInFlight, row.DisabledFor is not null)
                : null;
    }
}
