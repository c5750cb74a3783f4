using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Addresses that receive emails about notices, and contacts of URLs that receive webhooks. Each has confirmed it with a link in an email.</summary>
internal static class Subscriber
{
    internal const string Prefix = "ssb";

    /// <summary>Maximum number of confirmed addresses. Unconfirmed ones don't count, because anyone can add some.</summary>
    internal const int MaxSubscribers = 10_000;

    /// <summary>Maximum number of confirmed webhooks, and of those with the same contact address.</summary>
    internal const int MaxWebhooks = 1_000,
        MaxWebhooksPerAddress = 5;

    /// <summary>Column with the tokens of links to unsubscribe.</summary>
    internal static readonly EncryptedColumn Tokens = new("status_pages.subscribers", "token", "status_subscriber", "subscriber_id");

    /// <summary>Column with the URLs and signing secrets of webhooks.</summary>
    internal static readonly EncryptedColumn Webhooks = new("status_pages.subscribers", "webhook", "status_webhook", "subscriber_id");

    /// <summary>Deletes the subscriptions of anonymised people, and those from the page of an anonymised tenant.</summary>
    internal static readonly Anonymiser.SpecialRule Erasure = new(
        [],
        """
        delete from status_pages.subscribers s
         where s.tenant_id = 'tnt_platform'
           and (s.for_tenant = @tenant or lower(s.email) in (select lower(m.email) from core.members m where m.tenant_id = @tenant))
        """,
        """
        delete from status_pages.subscribers s
         where s.tenant_id = 'tnt_platform'
           and lower(s.email) in (select lower(m.email) from core.members m where m.tenant_id = @tenant and m.member_id = @member)
        """
    )
    {
        ComesFirst = true,
    };

    /// <returns>Number of confirmed addresses that receive emails.</returns>
    public static Task<long> Count(UnitOfWork work) => Count(isWebhook: false, work);

    /// <returns>Number of confirmed webhooks, also of disabled ones.</returns>
    public static Task<long> CountWebhooks(UnitOfWork work) => Count(isWebhook: true, work);

    /// <returns>Whether no more addresses, or no more webhooks, can be confirmed.</returns>
    public static async Task<bool> AreFull(bool isWebhook, UnitOfWork work) => await Count(isWebhook, work) >= (isWebhook ? MaxWebhooks : MaxSubscribers);

    /// <param name="about">IDs of the components of an update; empty if it concerns everyone.</param>
    /// <returns>Confirmed addresses that receive emails and have chosen all components or one of these, in order.</returns>
    public static Task<IReadOnlyList<StatusReceiver>> ListEmails(IReadOnlyCollection<string> about, UnitOfWork work) =>
        work.List<StatusReceiver>($"{Receivers} and s.webhook is null order by s.subscriber_id", new { about = about.ToArray() });

    /// <param name="about">IDs of the components of an update; empty if it concerns everyone.</param>
    /// <returns>A confirmed subscription; null if it has ended, or if none of the components is chosen.</returns>
    public static Task<StatusReceiver?> Find(string id, IReadOnlyCollection<string> about, UnitOfWork work) =>
        work.One<StatusReceiver>($"{Receivers} and s.subscriber_id = @id", new { id, about = about.ToArray() });

    /// <param name="about">IDs of the components of an update; empty if it concerns everyone.</param>
    /// <returns>Confirmed webhooks that are not disabled and whose contact has chosen all components or one of these, in order.</returns>
    public static Task<IReadOnlyList<StatusReceiver>> ListWebhooks(IReadOnlyCollection<string> about, UnitOfWork work) =>
        work.List<StatusReceiver>($"{Receivers} and {ReceivesWebhooks} order by s.subscriber_id", new { about = about.ToArray() });

    /// <returns>Whether a confirmed webhook is not disabled.</returns>
    public static Task<bool> HaveWebhooks(UnitOfWork work) =>
        work.One<bool>(
            $"select exists (select from status_pages.subscribers s where s.tenant_id = 'tnt_platform' and s.confirmed_at is not null and {ReceivesWebhooks})"
        );

    /// <summary>
    /// Adds an unconfirmed subscription. One that is known receives another confirmation only if it is unconfirmed or disabled and none was sent within the last hour.
    /// The choice of components of a confirmed one stays, because anyone can request it.
    /// </summary>
    /// <param name="confirmation">Token of the link to confirm.</param>
    /// <returns>ID of the subscription that needs a confirmation; null if it needs none, or if there are too many.</returns>
    public static Task<string?> Add(NewSubscription wanted, string confirmation, SecretBox box, UnitOfWork work)
    {
        var token = RandomToken.Create();
        return work.One<string>(
            $"""
            insert into status_pages.subscribers as s
              (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, for_tenant, webhook, webhook_host, webhook_hash,
               components)
            select 'tnt_platform', @Id, @Email, @token, @hash, @confirm, now(), now(), @ForTenant, @webhook, @host, @urlHash, @components::text[]
             where (select count(*) from status_pages.subscribers k where {IsConfirmed} and (k.webhook is null) = @isEmail) < @most
               and (@isEmail or (select count(*) from status_pages.subscribers k
                                  where {IsConfirmed} and k.webhook is not null and k.webhook_hash <> @urlHash and lower(k.email) = lower(@Email)) < {MaxWebhooksPerAddress})
            on conflict (tenant_id, lower(email), coalesce(for_tenant, ''), coalesce(webhook_hash, ''::bytea))
              do update set confirm_hash = excluded.confirm_hash, confirm_sent_at = excluded.confirm_sent_at,
                components = case when s.confirmed_at is null then excluded.components else s.components end
             where (s.confirmed_at is null or s.disabled_at is not null) and s.confirm_sent_at < now() - interval '1 hour'
            returning subscriber_id
            """,
            new
            {
                wanted.Id,
                wanted.Email,
                token = box.Encrypt(Tokens.Kind, wanted.Id, Encoding.UTF8.GetBytes(token)),
                hash = RandomToken.Hash(token),
                confirm = RandomToken.Hash(confirmation),
                wanted.ForTenant,
                components = wanted.Components?.ToArray(),
                webhook = wanted.Webhook is { } target ? box.Encrypt(Webhooks.Kind, wanted.Id, Encoding.UTF8.GetBytes(Json.Text(target))) : null,
                host = wanted.Webhook?.Host,
                urlHash = wanted.Webhook is { } hook ? SHA256.HashData(Encoding.UTF8.GetBytes(hook.Url)) : null,
                isEmail = wanted.Webhook is null,
                most = wanted.Webhook is null ? MaxSubscribers : MaxWebhooks,
            }
        );
    }

    /// <summary>Confirms a subscription, and enables a disabled webhook again. Another confirmation changes nothing.</summary>
    /// <returns>Null if the link is invalid or has expired, or if there are too many subscriptions.</returns>
    public static Task<ConfirmedSubscription?> Confirm(string confirmation, UnitOfWork work) =>
        work.One<ConfirmedSubscription>(
            $"""
            with found as (
              select f.subscriber_id, f.email, f.webhook, f.confirmed_at
                from status_pages.subscribers f
               where f.tenant_id = 'tnt_platform' and f.confirm_hash = @hash
                 and (f.confirmed_at is not null or f.confirm_sent_at > now() - interval '1 day')
                 for update)
            update status_pages.subscribers s
               set confirmed_at = coalesce(s.confirmed_at, now()), failing_since = case when s.disabled_at is null then s.failing_since end,
                   failures = case when s.disabled_at is null then s.failures else 0 end, disabled_at = null
              from found f
             where s.tenant_id = 'tnt_platform' and s.subscriber_id = f.subscriber_id
               and (f.confirmed_at is not null
                    or (select count(*) from status_pages.subscribers k where {IsConfirmed} and (k.webhook is null) = (f.webhook is null))
                       < case when f.webhook is null then {MaxSubscribers} else {MaxWebhooks} end
                       and (f.webhook is null
                            or (select count(*) from status_pages.subscribers k where {IsConfirmed} and k.webhook is not null and lower(k.email) = lower(f.email))
                               < {MaxWebhooksPerAddress}))
            returning s.subscriber_id as id, s.webhook, s.token, f.confirmed_at is null as is_new
            """,
            new { hash = RandomToken.Hash(confirmation) }
        );

    /// <returns>Whether a link to confirm is valid and was not used.</returns>
    public static Task<bool> IsUnconfirmed(string confirmation, UnitOfWork work) =>
        work.One<bool>(
            """
            select exists (select from status_pages.subscribers
                            where tenant_id = 'tnt_platform' and confirm_hash = @hash and confirmed_at is null and confirm_sent_at > now() - interval '1 day')
            """,
            new { hash = RandomToken.Hash(confirmation) }
        );

    /// <summary>Deletes the address that a link belongs to, also in backups that are restored later.</summary>
    public static async Task Unsubscribe(string token, ErasureLedger ledger, UnitOfWork work)
    {
        var removed = await work.List<string>(
            "delete from status_pages.subscribers where tenant_id = 'tnt_platform' and token_hash = @hash returning subscriber_id",
            new { hash = RandomToken.Hash(token) }
        );
        if (removed.Count > 0)
            await ledger.Write(SubscriberEraser.Subject, IdGenerator.Platform, removed, work);
    }

    /// <summary>Deletes addresses again that were deleted before a restore.</summary>
    public static Task Remove(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.Execute("delete from status_pages.subscribers where tenant_id = 'tnt_platform' and subscriber_id = any(@ids)", new { ids = ids.ToArray() });

    /// <returns>Token of the link to unsubscribe; null if the address is not confirmed any more.</returns>
    public static async Task<string?> FindToken(string id, SecretBox box, UnitOfWork work) =>
        await work.One<byte[]>(
            "select token from status_pages.subscribers where tenant_id = 'tnt_platform' and subscriber_id = @id and confirmed_at is not null",
            new { id }
        )
            is { } encrypted
            ? ReadToken(id, encrypted, box)
            : null;

    /// <returns>Token of the link to unsubscribe.</returns>
    /// <exception cref="SecretException">It was encrypted with an unknown key.</exception>
    public static string ReadToken(string id, byte[] token, SecretBox box) => Encoding.UTF8.GetString(box.Decrypt(Tokens.Kind, id, token));

    /// <returns>URL and signing secret of a webhook.</returns>
    /// <exception cref="SecretException">It was encrypted with an unknown key.</exception>
    public static StatusWebhookTarget ReadTarget(string id, byte[] webhook, SecretBox box) =>
        JsonSerializer.Deserialize<StatusWebhookTarget>(box.Decrypt(Webhooks.Kind, id, webhook), Json.Options)!; // not null: written as an object

    private const string IsConfirmed = "k.tenant_id = 'tnt_platform' and k.confirmed_at is not null",
        ReceivesWebhooks = "s.webhook is not null and s.disabled_at is null";

    // A chosen component that was removed doesn't count. Limits of components are applied afterwards, because they depend on the plan and the tags of the tenant.
    private const string Receivers = """
        with listed as (
          select coalesce(array_agg(c.component_id), '{}') as ids
            from status_pages.components c
           where c.tenant_id = 'tnt_platform' and c.closed_by is null and (cardinality(@about) = 0 or c.component_id = any(@about)))
        select s.subscriber_id as id, s.email, s.for_tenant,
               case when s.components is not null then array(select unnest(s.components) intersect select unnest(l.ids)) end as chosen
          from status_pages.subscribers s
          join listed l on true
         where s.tenant_id = 'tnt_platform' and s.confirmed_at is not null and (s.components is null or s.components && l.ids)
        """;

    private static Task<long> Count(bool isWebhook, UnitOfWork work) =>
        work.One<long>(
            "select count(*) from status_pages.subscribers where tenant_id = 'tnt_platform' and confirmed_at is not null and (webhook is not null) = @isWebhook",
            new { isWebhook }
        );
}

/// <summary>A subscription that someone requested.</summary>
/// <param name="Id">ID if it is new.</param>
/// <param name="ForTenant">Tenant on whose page it was requested; null for the public page.</param>
/// <param name="Webhook">Null for emails.</param>
/// <param name="Components">IDs of the chosen components; null for all.</param>
internal sealed record NewSubscription(string Id, string Email, string? ForTenant, StatusWebhookTarget? Webhook, IReadOnlyList<string>? Components);

/// <summary>A subscription after its confirmation.</summary>
/// <param name="Webhook">Encrypted URL and secret; null for emails.</param>
/// <param name="Token">Encrypted token of the link to manage it.</param>
/// <param name="IsNew">Whether this confirmation was the first.</param>
internal sealed record ConfirmedSubscription(string Id, byte[]? Webhook, byte[] Token, bool IsNew);
