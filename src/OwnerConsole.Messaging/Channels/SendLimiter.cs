using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Spaces the messages of a channel evenly, for all nodes together.</summary>
internal static class SendLimiter
{
    /// <summary>Longest time that a worker waits for its turn. Messages whose turn is later return to the queue.</summary>
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(10);

    /// <summary>The same for urgent messages. It is shorter than the time after which another worker would take over.</summary>
    private static readonly TimeSpan s_maxUrgentWait = TimeSpan.FromSeconds(45);

    /// <summary>Reserves the next turn of a channel.</summary>
    /// <param name="isUrgent">Whether it goes ahead of messages that aren't. It may reserve a later turn than they may, so that it waits only for those that have one already.</param>
    /// <returns>Time until the turn; or no turn, and the time after which to ask again.</returns>
    public static async Task<(TimeSpan Wait, bool IsReserved)> Reserve(Channel channel, bool isUrgent, UnitOfWork work)
    {
        var gap = TimeSpan.FromMinutes(1) / channel.MaxPerMinute;
        var maxWait =
            !isUrgent ? s_maxWait
            : s_maxWait + gap < s_maxUrgentWait ? s_maxWait + gap
            : s_maxUrgentWait;
        var turn = await work.One<TimeSpan?>(
            """
            insert into channels.pace as p (tenant_id, channel_id, next_at) values ('tnt_platform', @Id, clock_timestamp() + @gap)
            on conflict (tenant_id, channel_id) do update set next_at = greatest(p.next_at, clock_timestamp()) + @gap
             where p.next_at <= clock_timestamp() + @maxWait
            returning p.next_at - @gap - clock_timestamp()
            """,
            new
            {
                channel.Id,
                gap,
                maxWait,
            }
        );
        if (turn is { } wait)
            return (Positive(wait), true);
        var blocked = await work.One<TimeSpan?>(
            "select next_at - clock_timestamp() from channels.pace where tenant_id = 'tnt_platform' and channel_id = @Id",
            new { channel.Id }
        );
        return (TimeSpan.FromTicks(Math.Max((blocked ?? TimeSpan.Zero).Ticks - (maxWait.Ticks / 2), TimeSpan.TicksPerSecond)), false);
    }

    /// <summary>Sends nothing on a channel for a while, because its service asked for it.</summary>
    /// <param name="channelId">ID of the channel, or key of a push service.</param>
    public static Task Block(string channelId, TimeSpan length, UnitOfWork work) =>
        work.Execute(
            """
            insert into channels.pace as p (tenant_id, channel_id, next_at) values ('tnt_platform', @channelId, clock_timestamp() + @length)
            on conflict (tenant_id, channel_id) do update set next_at = greatest(p.next_at, excluded.next_at)
            """,
            new { channelId, length }
        );

    /// <summary>Key of a push service on a channel of web push. A browser chooses its service, so one that refuses must not stop the others.</summary>
    public static string KeyOf(string channelId, string service) => $"{channelId} {service}";

    /// <returns>Time until all of these can be sent on; null if they can now.</returns>
    public static Task<TimeSpan?> FindBlocked(IReadOnlyCollection<string> keys, UnitOfWork work) =>
        work.One<TimeSpan?>(
            """
            select next_at - clock_timestamp() from channels.pace
             where tenant_id = 'tnt_platform' and channel_id = any(@keys) and next_at > clock_timestamp()
             order by next_at desc limit 1
            """,
            new { keys = keys.ToArray() }
        );

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
