using OwnerConsole.Data;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>A broadcast as returned by the API.</summary>
/// <param name="Kind">announcement, feature_update or system_alert. Members can switch off each kind.</param>
/// <param name="Priority">low, medium, high or urgent. Urgent broadcasts ignore quiet hours and the limit on messages per member.</param>
/// <param name="Subject">Subject of emails and title of notifications, with variables.</param>
/// <param name="Body">Markdown with variables.</param>
/// <param name="Link">Page that the message links to; null for none.</param>
/// <param name="LinkLabel">Text of the link; null for its address.</param>
/// <param name="Channels">Channels it is sent on: email, in_app, and ids of channels.</param>
/// <param name="Audience">Which members receive it.</param>
/// <param name="SendAt">Earliest time of the first message; null for a draft.</param>
/// <param name="InLocalTime">Whether that time of day applies in each recipient's time zone.</param>
/// <param name="StartedAt">When sending started; null before.</param>
/// <param name="EndedAt">When no message was waiting any more; null before.</param>
/// <param name="CorrectedAt">When its text was last corrected after sending had started; null if never.</param>
/// <param name="Statistics">Recipients by channel and state. Empty before sending.</param>
public sealed record BroadcastView(
    string Id,
    BroadcastKind Kind,
    MessagePriority Priority,
    string Subject,
    string Body,
    string? Link,
    string? LinkLabel,
    IReadOnlyList<string> Channels,
    Audience Audience,
    BroadcastState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? SendAt,
    bool InLocalTime,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? CorrectedAt,
    IReadOnlyList<ChannelStatistics> Statistics
)
{
    internal static BroadcastView Of(Broadcast broadcast, IReadOnlyList<ChannelStatistics> statistics) =>
        new(
            broadcast.Id,
            broadcast.Kind,
            broadcast.Priority,
            broadcast.Subject,
            broadcast.Body,
            broadcast.Link,
            broadcast.LinkLabel,
            broadcast.Channels,
            broadcast.Audience,
            broadcast.State,
            broadcast.CreatedAt,
            broadcast.ChangedAt,
            broadcast.SendAt,
            broadcast.InLocalTime,
            broadcast.StartedAt,
            broadcast.EndedAt,
            broadcast.CorrectedAt,
            statistics
        );
}

/// <summary>Recipients of a broadcast on one channel.</summary>
/// <param name="Channel">email, in_app, correction for emails that followed a correction, or the id of a channel.</param>
/// <param name="Queued">Messages that are waiting.</param>
/// <param name="Sent">Accepted by the mail server or the service, or shown in the inbox; including those that were delivered.</param>
/// <param name="Delivered">Received by the recipient's server or phone, as the service reports; null if no delivery was reported, as by SMTP.</param>
/// <param name="Failed">Refused after all attempts.</param>
/// <param name="Bounced">The recipient was rejected, or the service reported that it couldn't deliver.</param>
/// <param name="Skipped">Not sent, because something changed in the meantime.</param>
/// <param name="Stopped">Cancelled, because the broadcast was stopped.</param>
/// <param name="Excluded">Members who were not selected, by reason.</param>
/// <param name="Opened">Recipients who opened the email or read the notification. Mail programs that load no images don't report it, and some load all images.</param>
/// <param name="Clicked">Recipients who followed a link.</param>
/// <param name="Suppressed">Excluded members whose address or phone number is suppressed.</param>
public sealed record ChannelStatistics(
    string Channel,
    long Queued,
    long Sent,
    long? Delivered,
    long Failed,
    long Bounced,
    long Skipped,
    long Stopped,
    IReadOnlyList<ExcludedMembers> Excluded,
    long Opened,
    long Clicked,
    long Suppressed
)
{
    private const string SuppressedReason = "suppressed";

    /// <returns>Statistics of each broadcast with recipients, by its id.</returns>
    public static async Task<ILookup<string, ChannelStatistics>> Find(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        var rows = await work.List<CountRow>(
            """
            select broadcast_id, channel, state, reason, recipients from broadcasts.counts
             where broadcast_id = any(@ids) and recipients > 0
             order by broadcast_id, channel, recipients desc, reason
            """,
            new { ids = ids.ToArray() }
        );
        var read = (
            await work.List<ReadRow>(
                """
                select m.opened_by as broadcast_id, sum(c.read)::bigint as opened, sum(c.clicked)::bigint as clicked
                  from notifications.messages m join notifications.counts c on c.message_id = m.message_id
                 where m.opened_by = any(@ids)
                 group by m.opened_by
                """,
                new { ids = ids.ToArray() }
            )
        ).ToDictionary(row => row.BroadcastId, StringComparer.Ordinal);
        return rows.GroupBy(row => (row.BroadcastId, row.Channel))
            .Select(group => (group.Key.BroadcastId, Statistics: Of(group.Key.Channel, [.. group], read.GetValueOrDefault(group.Key.BroadcastId))))
            .ToLookup(one => one.BroadcastId, one => one.Statistics, StringComparer.Ordinal);
    }

    private static ChannelStatistics Of(string channel, IReadOnlyList<CountRow> rows, ReadRow? read)
    {
        var (isInApp, delivered) = (channel == ChannelSource.InApp, Sum(RecipientGroup.Delivered));
        return new(
            channel,
            Sum(RecipientGroup.Queued),
            Sum(RecipientGroup.Sent) + delivered,
            delivered == 0 ? null : delivered,
            Sum(RecipientGroup.Failed),
            Sum(RecipientGroup.Bounced),
            Sum(RecipientGroup.Skipped),
            Sum(RecipientGroup.Stopped),
            [.. rows.Where(row => row.State is RecipientGroup.Excluded).Select(row => new ExcludedMembers(row.Reason, row.Recipients))],
            isInApp ? read?.Opened ?? 0 : Sum(RecipientGroup.Opened),
            isInApp ? read?.Clicked ?? 0 : Sum(RecipientGroup.Clicked),
            rows.Where(row => row is { State: RecipientGroup.Excluded, Reason: SuppressedReason }).Sum(row => row.Recipients)
        );

        long Sum(RecipientGroup group) => rows.Where(row => row.State == group).Sum(row => row.Recipients);
    }

    private sealed record CountRow(string BroadcastId, string Channel, RecipientGroup State, string Reason, long Recipients);

    private sealed record ReadRow(string BroadcastId, long Opened, long Clicked);
}
