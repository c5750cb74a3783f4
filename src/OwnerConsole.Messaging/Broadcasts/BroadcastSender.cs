using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Sends a broadcast in chunks: selects its tenants, queues the messages of each chunk of members, and ends it when none is waiting. Each chunk is one transaction, so a
/// broadcast continues where it was after a crash, and stops between two chunks.</summary>
public sealed class BroadcastSender(
    Database database,
    RecipientReader reader,
    EmailOutbox outbox,
    InAppDelivery inApp,
    BroadcastMessages messages,
    BroadcastCorrector corrector
) : IWorkHandler
{
    public const string Kind = "broadcast.send";

    private const int ChunkSize = 1_000;

    private const string StopReason = "The broadcast was stopped.";

    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(2);

    public string Name => Kind;

    public string Title => "Send broadcasts";

    public bool SendsExternally => true;

    public static string LaneOf(string broadcastId) => $"broadcast:{broadcastId}";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var id = Json.Read<Job>(item.Body).Broadcast;
        SendRow? send;
        Broadcast? broadcast;
        await using (var look = await database.ReadTenants([IdGenerator.Platform], stop))
            (send, broadcast) = (await SendRow.Find(id, look), await Broadcast.Find(id, look));
        if (send is null || broadcast is null)
            return WorkOutcome.Completed;
        if (send is { StartedAt: not null, IsCorrectionDue: true } && await corrector.Continue(broadcast, stop))
            return WorkOutcome.Reschedule(TimeSpan.Zero);
        if (send.EndedAt is not null)
            return WorkOutcome.Completed;
        if (send.StoppedAt is not null)
            return await CancelWaiting(broadcast, stop) ? WorkOutcome.Reschedule(TimeSpan.Zero) : await End(broadcast, stop);
        if (send.StartedAt is null)
            return send.Wait > TimeSpan.Zero ? WorkOutcome.Reschedule(send.Wait) : await Start(broadcast, stop);
        if (send.QueuedAt is null)
            await QueueChunk(broadcast, send, stop);
        return await RequeueStopped(broadcast, stop) || await inApp.DeliverDue(broadcast, ChunkSize, stop) || send.QueuedAt is null
                ? WorkOutcome.Reschedule(TimeSpan.Zero)
            : await IsWaiting(id, stop) ? WorkOutcome.Reschedule(s_checkInterval)
            : await End(broadcast, stop);
    }

    private async Task<WorkOutcome> Start(Broadcast broadcast, CancellationToken stop)
    {
        IReadOnlyList<string>? targets;
        IReadOnlyList<BroadcastChannel> posts;
        await using (var reading = await database.Read(stop))
            (targets, posts) = (
                await reader.FindTargets(broadcast.Audience, Caller.System, broadcast.Mode, reading),
                [.. (await BroadcastChannel.Of(broadcast, reading)).Where(channel => channel.IsPost)]
            );
        await using var work = await Begin([], stop);
        await work.Execute(
            "update broadcasts.sends set started_at = clock_timestamp(), targets = @targets where tenant_id = 'tnt_platform' and broadcast_id = @Id and closed_by is null",
            new { broadcast.Id, targets = targets?.ToArray() }
        );
        var rows = posts.Select(channel => new Delivery(new(IdGenerator.Platform, RecipientRows.Post, null, null), channel.Key, null, work.Now, null)).ToList();
        await RecipientRows.Add(broadcast.Id, rows, await Queue(broadcast, rows, work), work);
        await work.Commit();
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task QueueChunk(Broadcast broadcast, SendRow send, CancellationToken stop)
    {
        IReadOnlyList<Candidate> candidates;
        IReadOnlyList<Delivery> deliveries;
        await using (var reading = await database.Read(stop))
        {
            candidates = await RecipientReader.Read(broadcast.Audience, send.Targets, broadcast.Mode, (send.AfterTenant, send.AfterMember), ChunkSize, reading);
            deliveries = await reader.Decide(
                broadcast,
                await BroadcastChannel.Of(broadcast, reading),
                candidates,
                send.SendAt,
                (channel, hashes) => FindSeen(broadcast.Id, channel, hashes, reading),
                reading
            );
        }
        await using var work = await Begin([.. candidates.Select(candidate => candidate.TenantId).Distinct(StringComparer.Ordinal)], stop);
        var moved = await work.Execute(
            """
            update broadcasts.sends
               set after_tenant = coalesce(@tenant, after_tenant), after_member = coalesce(@member, after_member), queued_at = case when @isLast then clock_timestamp() end
             where tenant_id = 'tnt_platform' and broadcast_id = @Id and closed_by is null and stopped_at is null
            """,
            new
            {
                broadcast.Id,
                tenant = candidates.LastOrDefault()?.TenantId,
                member = candidates.LastOrDefault()?.MemberId,
                isLast = candidates.Count < ChunkSize,
            }
        );
        if (moved == 0)
            return; // it was stopped in the meantime
        await RecipientRows.Add(broadcast.Id, deliveries, await Queue(broadcast, deliveries, work), work);
        var sent = deliveries.Where(delivery => delivery.Exclusion is null).Select(delivery => delivery.To).DistinctBy(to => to.MemberId).ToList();
        await RecipientPolicy.Count(
            RecipientReader.Rules(broadcast, MessageChannel.Email),
            [.. sent.Select(to => to.TenantId)],
            [.. sent.Select(to => to.MemberId)],
            work
        );
        await work.Commit();
    }

    /// <summary>Queues emails and messages on configured channels. Notifications are delivered when they are due.</summary>
    /// <returns>Their ids by channel and member.</returns>
    private async Task<IReadOnlyDictionary<(string Channel, string MemberId), string>> Queue(
        Broadcast broadcast,
        IReadOnlyList<Delivery> deliveries,
        UnitOfWork work
    )
    {
        var references = new Dictionary<(string Channel, string MemberId), string>();
        foreach (
            var same in deliveries
                .Where(delivery => delivery.Exclusion is null && delivery.Channel != ChannelSource.InApp)
                .GroupBy(delivery => delivery.Channel, StringComparer.Ordinal)
        )
        {
            var recipients = same.Select(delivery => (delivery.To.TenantId, delivery.To.MemberId, delivery.DueAt)).ToList();
            var created =
                same.Key == ChannelSource.Email ? await QueueEmails(broadcast, recipients, work) : await messages.Queue(broadcast, same.Key, recipients, work);
            foreach (var (to, id) in recipients.Zip(created))
                references[(same.Key, to.MemberId)] = id;
        }
        return references;
    }

    private Task<IReadOnlyList<string>> QueueEmails(
        Broadcast broadcast,
        IReadOnlyList<(string TenantId, string MemberId, DateTimeOffset DueAt)> recipients,
        UnitOfWork work
    )
    {
        var facts = BroadcastEmails.Facts(broadcast);
        return outbox.EnqueueMany(
            BroadcastContent.Template,
            EmailOutbox.LaneOf(broadcast.Id),
            [.. recipients.Select(recipient => new NewEmail(recipient.TenantId, recipient.MemberId, facts, recipient.DueAt))],
            work
        );
    }

    /// <summary>Cancels a chunk of waiting messages after a stop.</summary>
    /// <returns>True if more may be waiting.</returns>
    private async Task<bool> CancelWaiting(Broadcast broadcast, CancellationToken stop)
    {
        IReadOnlyList<RecipientRows.Row> waiting;
        await using (var reading = await database.Read(stop))
            waiting = await RecipientRows.Find(broadcast, RecipientState.Queued, ChunkSize, reading);
        await using var work = await Begin([.. waiting.Select(row => row.TenantId).Distinct(StringComparer.Ordinal)], stop);
        await work.Clear([EmailOutbox.LaneOf(broadcast.Id)]);
        var references = waiting.Where(row => row.Reference is not null).ToLookup(row => row.Channel == ChannelSource.Email, row => row.Reference!);
        await EmailOutbox.Cancel([.. references[true]], StopReason, work);
        await ChannelOutbox.Cancel([.. references[false]], StopReason, work);
        await RecipientRows.Set(broadcast.Id, RecipientState.Queued, RecipientState.Stopped, waiting, work);
        await work.Commit();
        return waiting.Count == ChunkSize;
    }

    /// <summary>Queues a chunk of cancelled messages again after a stop was undone.</summary>
    /// <returns>True if more may be cancelled.</returns>
    private async Task<bool> RequeueStopped(Broadcast broadcast, CancellationToken stop)
    {
        IReadOnlyList<RecipientRows.Row> stopped;
        await using (var reading = await database.Read(stop))
            stopped = await RecipientRows.Find(broadcast, RecipientState.Stopped, ChunkSize, reading);
        if (stopped.Count == 0)
            return false;
        await using var work = await Begin([.. stopped.Select(row => row.TenantId).Distinct(StringComparer.Ordinal)], stop);
        var ids = await Queue(
            broadcast,
            [.. stopped.Select(row => new Delivery(new(row.TenantId, row.MemberId, null, null), row.Channel, null, row.DueAt, null))],
            work
        );
        var queued = stopped.Select(row => row with { Reference = ids.GetValueOrDefault((row.Channel, row.MemberId)) }).ToList();
        await RecipientRows.Set(broadcast.Id, RecipientState.Stopped, RecipientState.Queued, queued, work);
        await work.Commit();
        return stopped.Count == ChunkSize;
    }

    private async Task<WorkOutcome> End(Broadcast broadcast, CancellationToken stop)
    {
        await using var work = await Begin([], stop);
        await work.Execute(
            "update broadcasts.sends set ended_at = clock_timestamp() where tenant_id = 'tnt_platform' and broadcast_id = @Id and closed_by is null and ended_at is null",
            new { broadcast.Id }
        );
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private async Task<bool> IsWaiting(string id, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.One<bool>(
            "select exists (select from broadcasts.counts where broadcast_id = @id and state = 'queued' and recipients > 0)",
            new { id }
        );
    }

    private static async Task<HashSet<string>> FindSeen(string id, string channel, byte[][] hashes, UnitOfWork reading) =>
        (
            await reading.List<string>(
                // The limit makes it look up each hash: while the table is new, the planner expects few recipients of the broadcast and would read all of them for each chunk.
                """
                select encode(h.hash, 'hex')
                  from unnest(@hashes) h(hash)
                 cross join lateral (select from broadcasts.recipients r where r.broadcast_id = @id and r.channel = @channel and r.address_hash = h.hash limit 1) seen
                """,
                new
                {
                    id,
                    channel,
                    hashes,
                }
            )
        ).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private Task<UnitOfWork> Begin(IReadOnlyCollection<string> tenants, CancellationToken stop) =>
        database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform, .. tenants], stop);

    private sealed record Job(string Broadcast);

    /// <param name="Wait">Time until sending starts; negative afterwards.</param>
    private sealed record SendRow(
        DateTimeOffset SendAt,
        TimeSpan Wait,
        DateTimeOffset? StartedAt,
        string[]? Targets,
        string AfterTenant,
        string AfterMember,
        DateTimeOffset? QueuedAt,
        DateTimeOffset? EndedAt,
        DateTimeOffset? StoppedAt,
        bool IsCorrectionDue
    )
    {
        public static Task<SendRow?> Find(string id, UnitOfWork work) =>
            work.One<SendRow>(
                """
                select send_at, case when in_local_time then send_at - @lead else send_at end - now() as wait, started_at, targets, after_tenant, after_member, queued_at, ended_at, stopped_at,
                       exists (select from broadcasts.corrections c
                                where c.tenant_id = 'tnt_platform' and c.broadcast_id = @id and c.closed_by is null and c.ended_at is null and c.due_at <= now()) as is_correction_due
                  from broadcasts.sends
                 where tenant_id = 'tnt_platform' and broadcast_id = @id and closed_by is null
                """,
                new { id, lead = SendBroadcast.MaxZoneLead }
            );
    }
}
