using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.WebPush;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Finds the phone number or the browsers of a recipient, and decides whether a message can be sent there.</summary>
public sealed class RecipientResolver(AddressHashes hashes, PushSubscriptions subscriptions, IEnumerable<MessageTopic> topics)
{
    /// <summary>How long after a member's message WhatsApp allows free text.</summary>
    public static readonly TimeSpan FreeTextWindow = TimeSpan.FromHours(24);

    /// <param name="work">Names the tenant and the platform.</param>
    public async Task<MessageDestination> Find(OutgoingMessage message, Channel channel, UnitOfWork work)
    {
        if (!channel.Kind.IsPersonal())
            return new(null, null, false);
        if (channel.Kind is ChannelKind.WebPush)
            return await FindBrowsers(message, channel, work);
        var member = message.MemberId is null
            ? new MemberRow(Text(message.Facts, "to"), Mode.Live, true)
            : await FindMember(message.TenantId, message.MemberId, work);
        var reason = FindReason(member) ?? (string.IsNullOrEmpty(member!.Phone) ? "The recipient has no phone number." : null); // not null: without a reason
        if (reason is not null)
            return new(null, reason, false);
        var hash = await hashes.Of(channel.Kind.ToChannel(), member!.Phone, work.Stop); // not null: checked above
        if (message.MemberId is not null && await FindExclusion(message, channel, hash, work) is { } excluded)
            return new(null, excluded, false);
        if (channel.Kind is not ChannelKind.TwilioWhatsapp || await HasWritten(channel, hash, work))
            return new(member.Phone, null, false);
        return channel.ContentSid is null
            ? new(null, "The recipient hasn't written on WhatsApp in the last 24 hours, and the channel has no approved template.", false)
            : new(member.Phone, null, true);
    }

    /// <summary>Finds the browsers of a recipient. The facts of a test name the member, because it is not sent as a message of its tenant.</summary>
    private async Task<MessageDestination> FindBrowsers(OutgoingMessage message, Channel channel, UnitOfWork work)
    {
        var (tenantId, memberId) = message.MemberId is { } recipient
            ? (message.TenantId, recipient)
            : (Text(message.Facts, "tenant") ?? "", Text(message.Facts, "member") ?? "");
        var reason =
            FindReason(await FindMember(tenantId, memberId, work))
            ?? (message.MemberId is null ? null : await FindExclusion(message, channel, hash: null, work));
        var browsers = reason is null ? await subscriptions.Find(tenantId, memberId, channel.Id, work) : [];
        return new(null, reason ?? (browsers.Count == 0 ? "The recipient has no subscribed browser." : null), false) { Browsers = browsers };
    }

    private static Task<MemberRow?> FindMember(string tenantId, string memberId, UnitOfWork work) =>
        work.One<MemberRow>(
            """
            select m.phone, t.mode, m.left_at is null and m.anonymised_at is null as is_active
              from core.members m join core.tenants t using (tenant_id)
             where m.tenant_id = @tenantId and m.member_id = @memberId
            """,
            new { tenantId, memberId }
        );

    private static string? FindReason(MemberRow? member) =>
        member switch
        {
            null or { IsActive: false } => "The recipient was removed.",
            { Mode: Mode.Test } => "Demo users receive no messages.",
            _ => null,
        };

    private Task<string?> FindExclusion(OutgoingMessage message, Channel channel, byte[]? hash, UnitOfWork work)
    {
        var topic = topics.FirstOrDefault(topic => topic.Key == Text(message.Facts, "topic"));
        return RecipientPolicy.FindExclusion(message.TenantId, message.MemberId!, topic, channel.Kind.ToChannel(), hash, work); // not null: only asked for members
    }

    private static Task<bool> HasWritten(Channel channel, byte[]? hash, UnitOfWork work) =>
        work.One<bool>(
            """
            select exists (select from channels.incoming
                            where tenant_id = 'tnt_platform' and channel_id = @Id and address_hash = @hash and received_at > now() - @window)
            """,
            new
            {
                channel.Id,
                hash,
                window = FreeTextWindow,
            }
        );

    private static string? Text(JsonElement facts, string name) =>
        facts.ValueKind is JsonValueKind.Object && facts.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private sealed record MemberRow(string? Phone, Mode Mode, bool IsActive);
}

/// <summary>Where a message goes.</summary>
/// <param name="Address">Phone number; null for a post, for web push, and if it isn't sent.</param>
/// <param name="SkipReason">Why it isn't sent; null if it is.</param>
/// <param name="UsesTemplate">Whether only the approved WhatsApp template is allowed.</param>
public sealed record MessageDestination(string? Address, string? SkipReason, bool UsesTemplate)
{
    /// <summary>Browsers that receive a message of web push; empty for other kinds.</summary>
    public IReadOnlyList<PushDestination> Browsers { get; init; } = [];
}
