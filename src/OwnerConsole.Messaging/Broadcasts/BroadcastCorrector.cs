using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Messaging.Notifications.Public;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Brings a correction to the recipients in chunks: replaces the text of notifications, and queues the emails that follow. Each chunk is one transaction.</summary>
public sealed class BroadcastCorrector(Database database, RecipientPolicy policy, EmailOutbox outbox, NotificationMessages messages)
{
    private const int MessageChunk = 200,
        EmailChunk = 1_000;

    /// <summary>Lane of the emails, separate from those of the broadcast, which a stop cancels.</summary>
    private static string LaneOf(string broadcastId) => EmailOutbox.LaneOf($"{broadcastId}:correction");

    public static Task<bool> IsUnfinished(string broadcastId, UnitOfWork reading) =>
        reading.One<bool>(
            """
            select exists (select from broadcasts.corrections
                            where tenant_id = 'tnt_platform' and broadcast_id = @broadcastId and closed_by is null and ended_at is null)
            """,
            new { broadcastId }
        );

    /// <summary>Continues a correction that is due by one chunk.</summary>
    /// <returns>Whether more may be left.</returns>
    public async Task<bool> Continue(Broadcast broadcast, CancellationToken stop)
    {
        Correction? correction;
        await using (var look = await database.ReadTenants([IdGenerator.Platform], stop))
            correction = await Correction.FindDue(broadcast.Id, look);
        if (correction is null)
            return false;
        if (correction.StartedAt is null)
            await Set(broadcast, "started_at = clock_timestamp()", new { broadcast.Id }, stop);
        else if (correction.AfterMessage is { } afterMessage)
            await ReplaceChunk(broadcast, afterMessage, stop);
        else if (correction.SendsEmail)
            await QueueChunk(broadcast, correction, stop);
        else
            await Set(broadcast, "ended_at = clock_timestamp()", new { broadcast.Id }, stop);
        return true;
    }

    private async Task ReplaceChunk(Broadcast broadcast, string after, CancellationToken stop)
    {
        IReadOnlyList<MessageRow> chunk;
        PlatformWords platform;
        string? url;
        await using (var reading = await database.Read(stop))
            (chunk, platform, url) = (
                await reading.List<MessageRow>(
                    """
                    select g.message_id, g.tenant_id, coalesce(t.name, '') as tenant, m.name, coalesce(m.support_number, '') as support_number
                      from notifications.messages g
                      left join core.tenants t on t.tenant_id = g.tenant_id
                      left join core.members m on m.tenant_id = g.tenant_id and m.member_id = 'mbr_' || split_part(g.message_id, '_', 3)
                     where g.opened_by = @Id and g.closed_by is null and g.message_id > @after
                     order by g.message_id
                     limit @MessageChunk
                    """,
                    new
                    {
                        broadcast.Id,
                        after,
                        MessageChunk,
                    }
                ),
                await PlatformWords.Of(reading),
                await PlatformAddress.Of(reading)
            );
        await using var work = await Begin([.. chunk.Select(message => message.TenantId).Distinct(StringComparer.Ordinal)], stop);
        foreach (var message in chunk)
        {
            var to = new InAppDelivery.Recipient(message.TenantId, "", message.Name, message.SupportNumber, message.Tenant);
            var (title, body) = InAppDelivery.Render(broadcast, to, platform, url, stop);
            await messages.Correct(message.MessageId, title, body, work, (broadcast.Link, broadcast.LinkLabel));
        }
        var last = chunk.Count < MessageChunk ? null : chunk[^1].MessageId;
        await Set(broadcast, "after_message = @last", new { broadcast.Id, last }, work);
    }

    /// <summary>Queues a chunk of emails for those who received the original and may still receive messages. The others are stored with the reason.</summary>
    private async Task QueueChunk(Broadcast broadcast, Correction correction, CancellationToken stop)
    {
        IReadOnlyList<Candidate> chunk;
        IReadOnlyList<Delivery> deliveries;
        await using (var reading = await database.Read(stop))
        {
            chunk = await reading.List<Candidate>(
                """
                select r.tenant_id, r.member_id, m.email, null::text as phone
                  from broadcasts.recipients r
                  left join core.members m on m.tenant_id = r.tenant_id and m.member_id = r.member_id
                 where r.broadcast_id = @Id and r.channel = 'email' and r.state in ('sent', 'delivered') and (r.tenant_id, r.member_id) > (@AfterTenant, @AfterMember)
                 order by r.tenant_id, r.member_id
                 limit @EmailChunk
                """,
                new
                {
                    broadcast.Id,
                    correction.AfterTenant,
                    correction.AfterMember,
                    EmailChunk,
                }
            );
            var decided = await policy.Decide(
                RecipientReader.Rules(broadcast, MessageChannel.Email) with
                {
                    IsFollowUp = true,
                },
                [.. chunk.Select(to => (to.TenantId, to.MemberId, to.Email))],
                reading
            );
            deliveries = [.. chunk.Zip(decided, (to, one) => new Delivery(to, ChannelSource.Correction, one.Exclusion, one.DueAt, one.AddressHash))];
        }
        await using var work = await Begin([.. chunk.Select(to => to.TenantId).Distinct(StringComparer.Ordinal)], stop);
        var (facts, sent) = (BroadcastEmails.Facts(broadcast, correction.Version), deliveries.Where(delivery => delivery.Exclusion is null).ToList());
        var emails = await outbox.EnqueueMany(
            BroadcastContent.Template,
            LaneOf(broadcast.Id),
            [.. sent.Select(delivery => new NewEmail(delivery.To.TenantId, delivery.To.MemberId, facts, delivery.DueAt))],
            work
        );
        await RecipientRows.AddCorrections(
            broadcast.Id,
            deliveries,
            sent.Zip(emails).ToDictionary(pair => pair.First.To.MemberId, pair => pair.Second, StringComparer.Ordinal),
            work
        );
        await Set(
            broadcast,
            """
            after_tenant = coalesce(@tenant, after_tenant), after_member = coalesce(@member, after_member),
                   ended_at = case when @isLast then clock_timestamp() end
            """,
            new
            {
                broadcast.Id,
                tenant = chunk.LastOrDefault()?.TenantId,
                member = chunk.LastOrDefault()?.MemberId,
                isLast = chunk.Count < EmailChunk,
            },
            work
        );
    }

    private async Task Set(Broadcast broadcast, string assignment, object arguments, CancellationToken stop)
    {
        await using var work = await Begin([], stop);
        await Set(broadcast, assignment, arguments, work);
    }

    /// <summary>Stores the progress and commits.</summary>
    private static async Task Set(Broadcast broadcast, string assignment, object arguments, UnitOfWork work)
    {
        await work.Execute(
            $"""
            update broadcasts.corrections set {assignment}
             where tenant_id = 'tnt_platform' and broadcast_id = @Id and closed_by is null and ended_at is null
            """,
            arguments
        );
        await work.Commit();
    }

    private Task<UnitOfWork> Begin(IReadOnlyCollection<string> tenants, CancellationToken stop) =>
        database.Write(WriteOrigin.Intake(BroadcastSender.Kind), [IdGenerator.Platform, .. tenants], stop);

    private sealed record MessageRow(string MessageId, string TenantId, string Tenant, string? Name, string SupportNumber);

    /// <param name="AfterMessage">Last message of notifications that is replaced; null once all are.</param>
    private sealed record Correction(int Version, bool SendsEmail, DateTimeOffset? StartedAt, string? AfterMessage, string AfterTenant, string AfterMember)
    {
        public static Task<Correction?> FindDue(string broadcastId, UnitOfWork work) =>
            work.One<Correction>(
                """
                select version, sends_email, started_at, after_message, after_tenant, after_member
                  from broadcasts.corrections
                 where tenant_id = 'tnt_platform' and broadcast_id = @broadcastId and closed_by is null and ended_at is null and due_at <= now()
                """,
                new { broadcastId }
            );
    }
}
