using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels;

/// <summary>A message on a channel as returned by the API. Its text is not stored.</summary>
/// <param name="TenantId">Tenant of the recipient; the platform for a post.</param>
/// <param name="MemberId">Recipient; null for a post that everyone in a chat reads, and for a test.</param>
/// <param name="Name">Name of the recipient, or the support number of a member without a name.</param>
/// <param name="Source">What it was sent for, such as channel.test.</param>
/// <param name="State">What became of it.</param>
/// <param name="Attempts">Number of attempts so far.</param>
/// <param name="VendorId">ID of the message at the service; null if it has none.</param>
/// <param name="Status">HTTP status of the last response; null if there was none.</param>
/// <param name="TookMs">Duration of the last attempt in milliseconds.</param>
/// <param name="Code">Error code of the service.</param>
/// <param name="Reason">Why it failed or was not sent; while it is waiting, why the last attempt failed.</param>
/// <param name="Answer">Start of the last response of the service.</param>
/// <param name="SentAt">When the service accepted it; null before.</param>
/// <param name="EndedAt">When its state became final; null while it is waiting.</param>
public sealed record ChannelMessage(
    string Id,
    string TenantId,
    string? MemberId,
    string? Name,
    string Source,
    MessageState State,
    int Attempts,
    string? VendorId,
    int? Status,
    int? TookMs,
    string? Code,
    string? Reason,
    string? Answer,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? EndedAt
)
{
    private const string Columns = """
        select m.message_id as id, m.tenant_id, m.member_id, coalesce(r.name, r.support_number) as name, m.source, m.state, m.attempts, m.vendor_id, m.status, m.took_ms,
               m.code, m.reason, m.answer, m.created_at, m.sent_at, m.ended_at
          from channels.messages m
          left join core.members r on r.tenant_id = m.tenant_id and r.member_id = m.member_id
        """;

    /// <returns>A page of the messages of a channel, the latest first.</returns>
    public static async Task<Page<ChannelMessage>> List(MessageFilter filter, UnitOfWork work)
    {
        var (lastAt, lastId) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var rows = await work.List<ChannelMessage>(
            $"""
            {Columns}
             where m.channel_id = @channelId
               {(filter.State is null ? "" : "and m.state = @state")}
               {(filter.Cursor is null ? "" : "and (m.created_at, m.message_id) < (@lastAt, @lastId)")}
             order by m.created_at desc, m.message_id desc
             limit @limit + 1
            """,
            new
            {
                channelId = filter.ChannelId,
                state = filter.State,
                lastAt,
                lastId,
                limit = filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.CreatedAt, last.Id));
    }

    /// <returns>The last test of each channel that was tested.</returns>
    public static async Task<IReadOnlyDictionary<string, ChannelMessage>> FindTests(IReadOnlyCollection<string> channels, UnitOfWork work)
    {
        var rows = await work.List<TestRow>(
            """
            select c.id as channel_id, t.message_id
              from unnest(@channels) c(id)
              cross join lateral (
                select m.message_id from channels.messages m
                 where m.channel_id = c.id and m.source = 'channel.test' order by m.created_at desc, m.message_id desc limit 1) t
            """,
            new { channels = channels.ToArray() }
        );
        var tests = await work.List<ChannelMessage>(
            $"{Columns} where m.tenant_id = 'tnt_platform' and m.message_id = any(@ids)",
            new { ids = rows.Select(row => row.MessageId).ToArray() }
        );
        return rows.Join(tests, row => row.MessageId, test => test.Id, (row, test) => (row.ChannelId, test))
            .ToDictionary(pair => pair.ChannelId, pair => pair.test, StringComparer.Ordinal);
    }

    private sealed record TestRow(string ChannelId, string MessageId);
}

/// <summary>Selects messages of a channel.</summary>
/// <param name="State">Null for all.</param>
public sealed record MessageFilter(string ChannelId, MessageState? State = null, string? Cursor = null, int Limit = 50);
