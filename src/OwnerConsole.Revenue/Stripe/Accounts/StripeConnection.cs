using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>The connection to Stripe in one mode. Live and test mode have separate keys.</summary>
/// <param name="ApiKey">Encrypted API key.</param>
/// <param name="ApiKeyEnd">Its last four characters.</param>
/// <param name="SigningSecret">Encrypted signing secret of the webhook endpoint.</param>
/// <param name="PreviousSigningSecret">Encrypted; null if the secret was never changed.</param>
/// <param name="PreviousValidUntil">Until when events signed with the previous secret are accepted.</param>
public sealed record StripeConnection(
    Mode Mode,
    string OpenedBy,
    byte[] ApiKey,
    string ApiKeyEnd,
    byte[] SigningSecret,
    byte[]? PreviousSigningSecret,
    DateTimeOffset? PreviousValidUntil,
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

    private const string Columns =
        "mode, opened_by, api_key, api_key_end, signing_secret, previous_signing_secret, previous_valid_until, opened_at from stripe.connections";

    /// <returns>The connections of both modes, live first.</returns>
    public static Task<IReadOnlyList<StripeConnection>> List(UnitOfWork work) =>
        work.List<StripeConnection>($"select {Columns} where tenant_id = 'tnt_platform' and closed_by is null order by mode");

    /// <returns>The connection of this mode; null if there is none.</returns>
    public static Task<StripeConnection?> Find(Mode mode, UnitOfWork work) =>
        work.One<StripeConnection>($"select {Columns} where tenant_id = 'tnt_platform' and mode = @mode and closed_by is null", new { mode });
}
