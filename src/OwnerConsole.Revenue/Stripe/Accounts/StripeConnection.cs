using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>The connection to Stripe in one mode. Live and test mode have separate keys.</summary>
/// <param name="ApiKey">Encrypted API key.</param>
/// <param name="ApiKeyEnd">Its last four characters.</param>
/// <param name="SigningSecret">Encrypted signing secret of the webhook endpoint.</param>
/// <param name="PreviousSigningSecret">Encrypted; null if there is none or it is no longer valid.</param>
/// <param name="PreviousValidUntil">Until when events signed with the previous secret are accepted.</param>
/// <param name="AccountId">Account that the key belongs to; null until the first check has succeeded.</param>
public sealed record StripeConnection(
    Mode Mode,
    string OpenedBy,
    byte[] ApiKey,
    string ApiKeyEnd,
    byte[] SigningSecret,
    byte[]? PreviousSigningSecret,
    DateTimeOffset? PreviousValidUntil,
    string? AccountId,
    DateTimeOffset OpenedAt
)
{
    /// <summary>Version of Stripe's API that all requests are sent with.</summary>
    public const string ApiVersion = "2026-10-28.endive";

    /// <summary>How long the previous signing secret stays valid after a change. Stripe keeps it for up to 24 hours as well.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Kinds of the encrypted values. Their owner is the run that saved the connection.</summary>
    public const string KeyKind = "stripe-key",
        SecretKind = "stripe-secret";

    /// <summary>Columns with secrets, including those of previous connections.</summary>
    public static readonly IReadOnlyList<EncryptedColumn> Secrets =
    [
        new("stripe.connections", "api_key", KeyKind, "opened_by"),
        new("stripe.connections", "signing_secret", SecretKind, "opened_by"),
        new("stripe.connections", "previous_signing_secret", SecretKind, "opened_by"),
    ];

    /// <summary>Current connections; a mode can have at most one.</summary>
    internal static readonly StateRows Rows = new("stripe.connections", "tenant_id")
    {
        Conflict = "other.tenant_id = this.tenant_id and other.mode = this.mode",
    };

    private const string Current = """
        select c.mode, c.opened_by, c.api_key, c.api_key_end, c.signing_secret,
               case when c.previous_valid_until > now() then c.previous_signing_secret end as previous_signing_secret, c.previous_valid_until,
               k.account_id, c.opened_at
          from stripe.connections c
          left join stripe.checks k on k.tenant_id = c.tenant_id and k.mode = c.mode and k.connection = c.opened_by
         where c.tenant_id = 'tnt_platform' and c.closed_by is null
        """;

    /// <returns>The connections of both modes, live first.</returns>
    public static Task<IReadOnlyList<StripeConnection>> List(UnitOfWork work) => work.List<StripeConnection>($"{Current} order by c.mode");

    /// <returns>The connection of this mode; null if there is none.</returns>
    public static Task<StripeConnection?> Find(Mode mode, UnitOfWork work) => work.One<StripeConnection>($"{Current} and c.mode = @mode", new { mode });

    /// <summary>Closes the connection of this mode, if there is one.</summary>
    public static Task Close(Mode mode, UnitOfWork work)
    {
        work.Notify(ConnectionCache.Channel);
        return work.Execute(
            "update stripe.connections set closed_by = @run where tenant_id = 'tnt_platform' and mode = @mode and closed_by is null",
            new { run = work.RunId, mode }
        );
    }

    /// <summary>Checks a connection that an undo has restored. All nodes stop using the one that was current before.</summary>
    public static Task CheckRestored(UnitOfWork work)
    {
        work.Notify(ConnectionCache.Channel);
        return work.MakeDue([ConnectionCheck.Lane]);
    }

    public string DecryptKey(SecretBox box) => Decrypt(KeyKind, ApiKey, box);

    /// <param name="secret">Signing secret of this connection, the current or the previous one.</param>
    public string DecryptSecret(byte[] secret, SecretBox box) => Decrypt(SecretKind, secret, box);

    private string Decrypt(string kind, byte[] value, SecretBox box) => Encoding.UTF8.GetString(box.Decrypt(kind, OpenedBy, value));
}
