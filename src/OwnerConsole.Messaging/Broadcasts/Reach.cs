using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Who would receive a broadcast if it were sent now.</summary>
/// <param name="Members">Number of members in the audience.</param>
/// <param name="Tenants">Number of their tenants.</param>
/// <param name="Recipients">Number of members who receive it on at least one channel.</param>
/// <param name="Channels">Recipients of each channel.</param>
/// <param name="IsPartial">Whether the audience is larger than what was counted.</param>
/// <param name="Posts">Number of chats and webhooks that it is posted to once.</param>
public sealed record Reach(long Members, long Tenants, long Recipients, IReadOnlyList<ChannelReach> Channels, bool IsPartial, int Posts)
{
    /// <summary>More members are not counted before sending, so that the page stays fast. They receive it nevertheless.</summary>
    public const int MaxMembers = 200_000;

    private const int ChunkSize = 10_000;

    public static async Task<Reach> Find(Broadcast broadcast, Caller caller, RecipientReader reader, UnitOfWork reading) =>
        await Find(broadcast, await reader.FindTargets(broadcast.Audience, caller, broadcast.Mode, reading), reader, reading);

    /// <param name="targets">Ids of the tenants that the audience selects; null for all.</param>
    public static async Task<Reach> Find(Broadcast broadcast, IReadOnlyList<string>? targets, RecipientReader reader, UnitOfWork reading)
    {
        var (members, recipients, lastTenant, tenants) = (0L, 0L, "", 0L);
        var counts = broadcast.Channels.ToDictionary(channel => channel, _ => new Dictionary<string, long>(StringComparer.Ordinal), StringComparer.Ordinal);
        var channels = await BroadcastChannel.Of(broadcast, reading);
        var personal = channels.Where(channel => !channel.IsPost).Select(channel => channel.Key).ToList();
        var seen = broadcast.Channels.ToDictionary(channel => channel, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var (after, isPartial) = (("", ""), false);
        while (await RecipientReader.Read(broadcast.Audience, targets, broadcast.Mode, after, ChunkSize, reading) is { Count: > 0 } chunk)
        {
            foreach (var candidate in chunk)
                if (candidate.TenantId != lastTenant)
                    (lastTenant, tenants) = (candidate.TenantId, tenants + 1);
            members += chunk.Count;
            var decisions = await reader.Decide(broadcast, channels, chunk, broadcast.SendAt, (channel, _) => Task.FromResult(seen[channel]), reading);
            foreach (var decision in decisions)
            {
                var ofChannel = counts[decision.Channel];
                ofChannel[decision.Exclusion ?? ""] = ofChannel.GetValueOrDefault(decision.Exclusion ?? "") + 1;
            }
            recipients += decisions
                .Where(decision => decision.Exclusion is null)
                .Select(decision => decision.To.MemberId)
                .Distinct(StringComparer.Ordinal)
                .Count();
            after = (chunk[^1].TenantId, chunk[^1].MemberId);
            if (members >= MaxMembers)
            {
                isPartial = true;
                break;
            }
            if (chunk.Count < ChunkSize)
                break;
        }
        return new(
            members,
            tenants,
            recipients,
            [.. personal.Select(channel => ChannelReach.Of(channel, counts[channel]))],
            isPartial,
            channels.Count - personal.Count
        );
    }
}

/// <summary>Members of an audience on one channel.</summary>
/// <param name="Channel">email, in_app, or the id of a channel. Channels that it is posted to are left out.</param>
/// <param name="Recipients">Number of members who receive it.</param>
/// <param name="Excluded">Members who don't, by reason.</param>
public sealed record ChannelReach(string Channel, long Recipients, IReadOnlyList<ExcludedMembers> Excluded)
{
    internal static ChannelReach Of(string channel, IReadOnlyDictionary<string, long> counts) =>
        new(
            channel,
            counts.GetValueOrDefault(""),
            [
                .. counts
                    .Where(count => count.Key.Length > 0)
                    .OrderByDescending(count => count.Value)
                    .Select(count => new ExcludedMembers(count.Key, count.Value)),
            ]
        );
}

/// <param name="Reason">removed, demo, no_address, no_phone, no_subscription, opted_out, consent_withdrawn, suppressed, capped or duplicate.</param>
/// <param name="Members">Number of members.</param>
public sealed record ExcludedMembers(string Reason, long Members);
