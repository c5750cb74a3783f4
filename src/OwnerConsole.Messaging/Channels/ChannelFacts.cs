using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Channels.WebPush;

namespace OwnerConsole.Messaging.Channels;

/// <summary>A channel, or the platform for a new one, as the subject of an operation.</summary>
/// <param name="Channel">Null for a new one and a removed one.</param>
/// <param name="IsTested">Whether a test message is waiting.</param>
public sealed record ChannelFacts(string Id, long Revision, Channel? Channel, bool IsTested) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Member who receives a test of web push; null for other operations, and if there is no such member.</summary>
    internal PushTestRecipient? TestRecipient { get; init; }

    public static async Task<IReadOnlyList<ChannelFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "channels", "pauses" })
            await work.List<string>(
                $"select c.opened_by from channels.{table} c where c.tenant_id = 'tnt_platform' and c.channel_id = any(@ids) and c.closed_by is null {work.ForUpdate("c")}",
                new { ids = ids.ToArray() }
            );
        var known = await work.List<Row>(
            """
            select c.channel_id, count(*) + count(c.closed_by)
                   + (select count(*) + count(p.closed_by) from channels.pauses p where p.tenant_id = 'tnt_platform' and p.channel_id = c.channel_id) as revision,
                   exists (select from channels.messages m
                            where m.tenant_id = 'tnt_platform' and m.channel_id = c.channel_id and m.state = 'waiting' and m.source = @test) as is_tested
              from channels.channels c
             where c.tenant_id = 'tnt_platform' and c.channel_id = any(@ids)
             group by c.channel_id
             order by c.channel_id
            """,
            new { ids = ids.ToArray(), test = TestMessages.Source }
        );
        var channels = (await Channels.Channel.List(ids, work)).ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new ChannelFacts(row.ChannelId, row.Revision, channels.GetValueOrDefault(row.ChannelId), row.IsTested))];
    }

    /// <returns>Why nothing can be done with the channel; null if it exists.</returns>
    internal static Refusal? FindRemoved(ChannelFacts subject) => subject.Channel is null ? new("removed", $"{subject} has been removed.") : null;

    private sealed record Row(string ChannelId, long Revision, bool IsTested);
}
