using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>Member whose browsers receive a test.</summary>
/// <param name="HasBrowser">Whether a browser is subscribed to the channel.</param>
internal sealed record PushTestRecipient(string TenantId, string MemberId, bool HasBrowser)
{
    /// <returns>Null if the member doesn't exist, or receives no messages.</returns>
    public static Task<PushTestRecipient?> Find(string memberId, string channelId, UnitOfWork reading) =>
        reading.One<PushTestRecipient>(
            """
            select m.tenant_id, m.member_id, channels.has_subscription(m.tenant_id, m.member_id, @channelId) as has_browser
              from core.members m join core.tenants t using (tenant_id)
             where m.member_id = @memberId and t.mode = 'live' and m.left_at is null and m.anonymised_at is null
            """,
            new { memberId, channelId }
        );
}
