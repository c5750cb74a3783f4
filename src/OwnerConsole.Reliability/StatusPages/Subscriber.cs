using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Addresses that receive emails about notices. Each has confirmed it with a link in an email.</summary>
internal static class Subscriber
{
    internal const string Prefix = "ssb";

    /// <summary>Maximum number of confirmed addresses. Unconfirmed ones don't count, because anyone can add some.</summary>
    internal const int MaxSubscribers = 10_000;

    /// <summary>Column with the tokens of links to unsubscribe.</summary>
    internal static readonly EncryptedColumn Tokens = new("status_pages.subscribers", "token", "status_subscriber", "subscriber_id");

    /// <returns>Number of confirmed addresses.</returns>
    public static Task<long> Count(UnitOfWork work) =>
        work.One<long>("select count(*) from status_pages.subscribers where tenant_id = 'tnt_platform' and confirmed_at is not null");

    /// <returns>Whether no more addresses can be confirmed.</returns>
    public static async Task<bool> AreFull(UnitOfWork work) => await Count(work) >= MaxSubscribers;

    /// <returns>IDs of confirmed addresses.</returns>
    public static Task<IReadOnlyList<string>> ListIds(UnitOfWork work) =>
        work.List<string>(
            "select subscriber_id from status_pages.subscribers where tenant_id = 'tnt_platform' and confirmed_at is not null order by subscriber_id"
        );

    /// <summary>Adds an unconfirmed address. An address that is known receives another confirmation only if it is unconfirmed and none was sent within the last hour.</summary>
    /// <param name="newId">ID for a new address.</param>
    /// <param name="confirmation">Token of the link to confirm.</param>
    /// <returns>ID of the address that needs a confirmation; null if it needs none, or if there are too many addresses.</returns>
    public static Task<string?> Add(string newId, string email, string confirmation, SecretBox box, UnitOfWork work)
    {
        var token = RandomToken.Create();
        return work.One<string>(
            """
            insert into status_pages.subscribers as s (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at)
            select 'tnt_platform', @newId, @email, @token, @hash, @confirm, now(), now()
             where (select count(*) from status_pages.subscribers k where k.tenant_id = 'tnt_platform' and k.confirmed_at is not null) < @most
            on conflict (tenant_id, lower(email)) do update set confirm_hash = excluded.confirm_hash, confirm_sent_at = excluded.confirm_sent_at
             where s.confirmed_at is null and s.confirm_sent_at < now() - interval '1 hour'
            returning subscriber_id
            """,
            new
            {
                newId,
                email,
                token = box.Encrypt(Tokens.Kind, newId, Encoding.UTF8.GetBytes(token)),
                hash = RandomToken.Hash(token),
                confirm = RandomToken.Hash(confirmation),
                most = MaxSubscribers,
            }
        );
    }

    /// <summary>Confirms an address. A second confirmation changes nothing.</summary>
    /// <returns>False if the link is invalid or has expired, or if there are too many addresses.</returns>
    public static async Task<bool> Confirm(string confirmation, UnitOfWork work) =>
        await work.Execute(
            """
            update status_pages.subscribers set confirmed_at = coalesce(confirmed_at, now())
             where tenant_id = 'tnt_platform' and confirm_hash = @hash and (confirmed_at is not null or confirm_sent_at > now() - interval '1 day')
               and (confirmed_at is not null
                    or (select count(*) from status_pages.subscribers k where k.tenant_id = 'tnt_platform' and k.confirmed_at is not null) < @most)
            """,
            new { hash = RandomToken.Hash(confirmation), most = MaxSubscribers }
        ) > 0;

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
            ? Encoding.UTF8.GetString(box.Decrypt(Tokens.Kind, id, encrypted))
            : null;
}
