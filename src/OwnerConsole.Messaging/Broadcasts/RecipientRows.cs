using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Writes the recipients of a broadcast.</summary>
internal static class RecipientRows
{
    /// <summary>Stands for a member in the row of a post.</summary>
    public const string Post = "";

    /// <param name="references">Ids of queued emails and messages by channel and member.</param>
    public static Task Add(
        string broadcastId,
        IReadOnlyList<Delivery> deliveries,
        IReadOnlyDictionary<(string Channel, string MemberId), string> references,
        UnitOfWork work
    ) =>
        work.Execute(
            """
            insert into broadcasts.recipients (tenant_id, broadcast_id, member_id, channel, state, reason, reference, due_at, address_hash, changed_at)
            select r.tenant_id, @broadcastId, r.member_id, r.channel, case when r.reason is null then 'queued' else 'excluded' end, r.reason, r.reference,
                   case when r.reason is null then r.due_at end, r.address_hash, clock_timestamp()
              from unnest(@tenants, @members, @channels, @reasons, @references, @due, @hashes) r(tenant_id, member_id, channel, reason, reference, due_at, address_hash)
            """,
            new
            {
                broadcastId,
                tenants = deliveries.Select(delivery => delivery.To.TenantId).ToArray(),
                members = deliveries.Select(delivery => delivery.To.MemberId).ToArray(),
                channels = deliveries.Select(delivery => delivery.Channel).ToArray(),
                reasons = deliveries.Select(delivery => delivery.Exclusion).ToArray(),
                references = deliveries.Select(delivery => references.GetValueOrDefault((delivery.Channel, delivery.To.MemberId))).ToArray(),
                due = deliveries.Select(delivery => delivery.DueAt).ToArray(),
                hashes = deliveries.Select(delivery => delivery.AddressHash).ToArray(),
            }
        );

    /// <summary>Adds the emails that follow a correction, or replaces those of an earlier correction.</summary>
    /// <param name="references">Ids of the queued emails by member.</param>
    public static Task AddCorrections(
        string broadcastId,
        IReadOnlyList<Delivery> deliveries,
        IReadOnlyDictionary<string, string> references,
        UnitOfWork work
    ) =>
        work.Execute(
            """
            insert into broadcasts.recipients (tenant_id, broadcast_id, member_id, channel, state, reason, reference, due_at, changed_at)
            select r.tenant_id, @broadcastId, r.member_id, 'correction', case when r.reason is null then 'queued' else 'excluded' end, r.reason, r.reference,
                   case when r.reason is null then r.due_at end, clock_timestamp()
              from unnest(@tenants, @members, @reasons, @references, @due) r(tenant_id, member_id, reason, reference, due_at)
            on conflict (tenant_id, broadcast_id, member_id, channel) do update
               set state = excluded.state, reason = excluded.reason, reference = excluded.reference, due_at = excluded.due_at, opened_at = null, clicked_at = null,
                   changed_at = excluded.changed_at
            """,
            new
            {
                broadcastId,
                tenants = deliveries.Select(delivery => delivery.To.TenantId).ToArray(),
                members = deliveries.Select(delivery => delivery.To.MemberId).ToArray(),
                reasons = deliveries.Select(delivery => delivery.Exclusion).ToArray(),
                references = deliveries.Select(delivery => references.GetValueOrDefault(delivery.To.MemberId)).ToArray(),
                due = deliveries.Select(delivery => delivery.DueAt).ToArray(),
            }
        );

    /// <returns>Ids of the first members of the audience by tenant, whether they receive it or not.</returns>
    public static Task<IReadOnlyList<string>> FindFirst(string broadcastId, int limit, UnitOfWork reading) =>
        reading.List<string>(
            """
            select f.member_id
              from (select distinct r.tenant_id, r.member_id from broadcasts.recipients r
                     where r.broadcast_id = @broadcastId and r.member_id <> @Post
                     order by r.tenant_id, r.member_id
                     limit @limit) f
            """,
            new
            {
                broadcastId,
                Post,
                limit,
            }
        );

    /// <returns>State of a recipient whose message was not sent. After a stop, it is sent when the stop is undone.</returns>
    public static async Task<RecipientState> SkippedState(string broadcastId, Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop); // the result is recorded by the recipient's tenant, which can't read the broadcast
        return await Broadcast.Find(broadcastId, reading) is { State: BroadcastState.Stopped } ? RecipientState.Stopped : RecipientState.Skipped;
    }

    /// <returns>Recipients in a state, on all channels of the broadcast.</returns>
    public static Task<IReadOnlyList<Row>> Find(Broadcast broadcast, RecipientState state, int limit, UnitOfWork reading) =>
        reading.List<Row>(
            """
            select tenant_id, member_id, channel, reference, coalesce(due_at, changed_at) as due_at from broadcasts.recipients
             where broadcast_id = @Id and channel = any(@channels) and state = @state
             limit @limit
            """,
            new
            {
                broadcast.Id,
                channels = broadcast.Channels.ToArray(),
                state,
                limit,
            }
        );

    /// <summary>Changes the state of those rows that are still in the state in which they were read.</summary>
    /// <param name="reason">Why it isn't sent; null if there is no reason to store.</param>
    public static Task Set(string broadcastId, RecipientState from, RecipientState to, IReadOnlyList<Row> rows, UnitOfWork work, string? reason = null) =>
        work.Execute(
            """
            update broadcasts.recipients r set state = @to, reason = @reason, reference = w.reference, changed_at = clock_timestamp()
              from unnest(@tenants, @members, @channels, @references) w(tenant_id, member_id, channel, reference)
             where r.tenant_id = w.tenant_id and r.broadcast_id = @broadcastId and r.member_id = w.member_id and r.channel = w.channel and r.state = @from
               and r.channel = any(@distinctChannels)  -- reads only rows that wait on these channels
            """,
            new
            {
                broadcastId,
                from,
                to,
                reason,
                tenants = rows.Select(row => row.TenantId).ToArray(),
                members = rows.Select(row => row.MemberId).ToArray(),
                channels = rows.Select(row => row.Channel).ToArray(),
                distinctChannels = rows.Select(row => row.Channel).Distinct(StringComparer.Ordinal).ToArray(),
                references = rows.Select(row => row.Reference).ToArray(),
            }
        );

    /// <param name="Reference">ID of the email or of the notification's message; null if there is none yet.</param>
    public sealed record Row(string TenantId, string MemberId, string Channel, string? Reference, DateTimeOffset DueAt);
}
