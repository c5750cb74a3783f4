using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>Reads and writes the subscribed browsers of members. Those of records that were merged into a member are the member's own.</summary>
public sealed class PushSubscriptions(SecretBox box, IdGenerator ids)
{
    /// <summary>Most browsers of a member. Another one replaces the oldest, which is usually no longer in use.</summary>
    public const int MaxPerMember = 20;

    /// <summary>Column with the URLs and keys of browsers.</summary>
    public static readonly EncryptedColumn Stored = new("channels.subscriptions", "secret", "push-subscription", "subscription_id");

    private const string IsValid = "(s.expires_at is null or s.expires_at > now())";

    /// <returns>The member's browsers on all channels.</returns>
    internal static async Task<IReadOnlyList<PushSubscriptionView>> List(string tenantId, string memberId, UnitOfWork work) =>
        await work.List<PushSubscriptionView>(
            $"""
            select s.subscription_id as id, s.channel_id as channel, s.service, s.created_at, s.expires_at from channels.subscriptions s
             where s.tenant_id = @tenantId and s.member_id = any(@records) and {IsValid}
             order by s.created_at, s.subscription_id
            """,
            new { tenantId, records = await MemberRecords.Of(tenantId, memberId, work) }
        );

    /// <returns>The browsers that receive a message to a member on a channel.</returns>
    internal async Task<IReadOnlyList<PushDestination>> Find(string tenantId, string memberId, string channelId, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.subscription_id, s.service, s.secret from channels.subscriptions s
             where s.tenant_id = @tenantId and s.member_id = any(@records) and s.channel_id = @channelId and {IsValid}
             order by s.created_at, s.subscription_id
            """,
            new
            {
                tenantId,
                records = await MemberRecords.Of(tenantId, memberId, work),
                channelId,
            }
        );
        return [.. rows.Select(row => new PushDestination(row.SubscriptionId, row.Service, Open(row)))];
    }

    /// <summary>Adds a browser of a member, or replaces what is known about it. Another member who subscribed the same browser loses it.</summary>
    /// <param name="hash">Keyed hash of its URL.</param>
    /// <param name="tenants">Tenants in which the browser was subscribed before. The unit of work names them and the member's tenant.</param>
    internal async Task<PushSubscriptionView> Save(
        string tenantId,
        string memberId,
        string channelId,
        PushSubscriptionRequest request,
        byte[] hash,
        IReadOnlyList<string> tenants,
        UnitOfWork work
    )
    {
        // One change at a time per browser and member, so that a browser has one owner and the limit applies.
        await work.Execute("select pg_advisory_xact_lock(hashtextextended(encode(@hash, 'hex'), 0))", new { hash });
        await work.Execute("select from core.members where tenant_id = @tenantId and member_id = @memberId for no key update", new { tenantId, memberId });
        await work.Execute(
            """
            delete from channels.subscriptions where tenant_id = any(@tenants) and endpoint_hash = @hash and (tenant_id, member_id, channel_id) <> (@tenantId, @memberId, @channelId)
            """,
            new
            {
                tenants = tenants.ToArray(),
                hash,
                tenantId,
                memberId,
                channelId,
            }
        );
        var id =
            await work.One<string>(
                "select subscription_id from channels.subscriptions where tenant_id = @tenantId and endpoint_hash = @hash",
                new { tenantId, hash }
            ) ?? ids.New("psb");
        var secret = new PushSecret(request.Endpoint, request.Keys.P256dh, request.Keys.Auth);
        await work.Execute(
            """
            insert into channels.subscriptions (tenant_id, subscription_id, member_id, channel_id, endpoint_hash, service, secret, expires_at, created_at, changed_at)
            values (@tenantId, @id, @memberId, @channelId, @hash, @service, @secret, @ExpiresAt, clock_timestamp(), clock_timestamp())
            on conflict (tenant_id, subscription_id) do update set secret = excluded.secret, expires_at = excluded.expires_at, changed_at = excluded.changed_at
            """,
            new
            {
                tenantId,
                id,
                memberId,
                channelId,
                hash,
                service = new Uri(request.Endpoint).Host,
                secret = box.Encrypt(Stored.Kind, id, Encoding.UTF8.GetBytes(Json.Text(secret))),
                request.ExpiresAt,
            }
        );
        await work.Execute(
            """
            delete from channels.subscriptions d using (
              select s.subscription_id from channels.subscriptions s
               where s.tenant_id = @tenantId and s.member_id = @memberId and s.subscription_id <> @id
               order by s.changed_at desc, s.subscription_id desc offset @others) o
             where d.tenant_id = @tenantId and d.subscription_id = o.subscription_id
            """,
            new
            {
                tenantId,
                memberId,
                id,
                others = MaxPerMember - 1,
            }
        );
        return (await List(tenantId, memberId, work)).First(subscription => subscription.Id == id);
    }

    /// <summary>Deletes browsers that no longer exist.</summary>
    /// <param name="tenants">Tenants of their members. The unit of work names them.</param>
    internal static Task Delete(IReadOnlyCollection<string> tenants, IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.Execute(
            "delete from channels.subscriptions where tenant_id = any(@tenants) and subscription_id = any(@ids)",
            new { tenants = tenants.ToArray(), ids = ids.ToArray() }
        );

    private PushSecret Open(Row row) =>
        Json.Read<PushSecret>(JsonSerializer.Deserialize<JsonElement>(box.Decrypt(Stored.Kind, row.SubscriptionId, row.Secret)));

    private sealed record Row(string SubscriptionId, string Service, byte[] Secret);
}
