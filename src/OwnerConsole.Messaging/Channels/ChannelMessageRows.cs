using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.Transports;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Reads queued messages and stores their results.</summary>
internal static class ChannelMessageRows
{
    /// <returns>Null when the message was sent or cancelled.</returns>
    public static async Task<WaitingMessage?> FindToSend(string tenantId, string messageId, UnitOfWork work) =>
        await work.One<Row>(
            """
            select tenant_id, message_id, channel_id, member_id, source, facts, attempts, attempted_at, reached from channels.messages
             where tenant_id = @tenantId and message_id = @messageId and state = 'waiting'
            """,
            new { tenantId, messageId }
        )
            is { } row
            ? new(row.Message, row.Attempts, row.AttemptedAt, row.Reached)
            : null;

    /// <returns>A message in any state; null if the channel has no such message.</returns>
    public static async Task<OutgoingMessage?> Find(string channelId, string messageId, UnitOfWork reading) =>
        (
            await reading.One<Row>(
                """
                select tenant_id, message_id, channel_id, member_id, source, facts, attempts, attempted_at, reached from channels.messages
                 where message_id = @messageId and channel_id = @channelId
                """,
                new { channelId, messageId }
            )
        )?.Message;

    /// <summary>Stores that an attempt starts, so that an interrupted one is looked up before the message is sent again.</summary>
    /// <returns>False when the message was cancelled.</returns>
    public static async Task<bool> Begin(OutgoingMessage message, UnitOfWork work) =>
        await work.Execute(
            "update channels.messages set attempted_at = clock_timestamp() where tenant_id = @TenantId and message_id = @MessageId and state = 'waiting'",
            new { message.TenantId, message.MessageId }
        ) > 0;

    /// <summary>Stores the result of an attempt. A delivery report that arrived before it stays.</summary>
    public static Task Record(OutgoingMessage message, SendResult result, int took, MessageState state, UnitOfWork work) =>
        work.Execute(
            """
            update channels.messages
               set attempts = attempts + 1, attempted_at = case when @isUncertain then attempted_at end, vendor_id = coalesce(vendor_id, @VendorId),
                   status = @Status, took_ms = @took, code = case when state in ('failed', 'undelivered') then code else @Code end,
                   reason = case when state in ('failed', 'undelivered') then reason when @state <> 'sent' then @Reason end, answer = @Answer,
                   reached = reached || @reached,
                   sent_at = case when @state = 'sent' then clock_timestamp() else sent_at end,
                   ended_at = case when state not in ('waiting', 'not_sent') then ended_at when @state <> 'waiting' then clock_timestamp() end,
                   state = case when state in ('waiting', 'not_sent') then @state else state end
             where tenant_id = @TenantId and message_id = @MessageId
            """,
            new
            {
                message.TenantId,
                message.MessageId,
                isUncertain = state is MessageState.Waiting && result.IsUncertain,
                result.VendorId,
                result.Status,
                took,
                result.Code,
                result.Reason,
                result.Answer,
                reached = result.Reached.ToArray(),
                state,
            }
        );

    /// <summary>Stores that a message is not sent, without an attempt.</summary>
    public static Task RecordSkipped(OutgoingMessage message, string reason, UnitOfWork work) =>
        work.Execute(
            """
            update channels.messages set state = 'not_sent', reason = @reason, ended_at = clock_timestamp()
             where tenant_id = @TenantId and message_id = @MessageId and state = 'waiting'
            """,
            new
            {
                message.TenantId,
                message.MessageId,
                reason,
            }
        );

    /// <summary>Stores a delivery report. The first final one counts, because reports can arrive in any order.</summary>
    /// <returns>True if it changed the message.</returns>
    public static async Task<bool> Report(string messageId, string vendorId, MessageState state, string? code, string? reason, UnitOfWork work) =>
        await work.Execute(
            """
            update channels.messages
               set state = @state, vendor_id = @vendorId, code = @code, reason = @reason, ended_at = clock_timestamp(), sent_at = coalesce(sent_at, clock_timestamp())
             where message_id = @messageId and state in ('waiting', 'sent') and coalesce(vendor_id, @vendorId) = @vendorId
            """,
            new
            {
                messageId,
                vendorId,
                state,
                code,
                reason,
            }
        ) > 0;

    /// <returns>Whether the service's id belongs to a message of the channel.</returns>
    public static Task<bool> IsKnown(string channelId, string vendorId, UnitOfWork reading) =>
        reading.One<bool>("select exists (select from channels.messages where channel_id = @channelId and vendor_id = @vendorId)", new { channelId, vendorId });

    private sealed record Row(
        string TenantId,
        string MessageId,
        string ChannelId,
        string? MemberId,
        string Source,
        JsonElement Facts,
        int Attempts,
        DateTimeOffset? AttemptedAt,
        IReadOnlyList<string> Reached
    )
    {
        public OutgoingMessage Message => new(TenantId, MessageId, ChannelId, MemberId, Source, Facts);
    }
}

/// <summary>A queued message.</summary>
/// <param name="AttemptedAt">Start of an attempt whose result is not known; null without one.</param>
/// <param name="Reached">Subscriptions of web push that have accepted it in earlier attempts.</param>
internal sealed record WaitingMessage(OutgoingMessage Message, int Attempts, DateTimeOffset? AttemptedAt, IReadOnlyList<string> Reached);
