using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Channels;

/// <summary>A configured connection to a service that delivers messages.</summary>
/// <param name="Account">Account of Twilio or New Relic; null for other kinds.</param>
/// <param name="Sender">Phone number or messaging service of Twilio; null for other kinds.</param>
/// <param name="SecretEnd">Last characters of the auth token, the key or the URL; empty for web push.</param>
/// <param name="Body">JSON with variables that a webhook receives; null for other kinds.</param>
/// <param name="ContentSid">WhatsApp template that is sent outside of the 24-hour window; null for none.</param>
/// <param name="ContentVariables">JSON with the values of its variables; null for none.</param>
/// <param name="MaxPerMinute">Most messages per minute.</param>
/// <param name="Contact">How push services reach the owner: mailto: or an https URL; null for other kinds.</param>
/// <param name="Region">Region of PagerDuty and New Relic, or site of Datadog; null for other kinds.</param>
/// <param name="PublicKey">Public key of web push that browsers subscribe to; null for other kinds.</param>
/// <param name="Version">Run that saved its settings, which owns the secrets.</param>
public sealed record Channel(
    string Id,
    ChannelKind Kind,
    string Name,
    string? Account,
    string? Sender,
    string SecretEnd,
    string? Body,
    string? ContentSid,
    string? ContentVariables,
    int MaxPerMinute,
    string? Contact,
    string? Region,
    string? PublicKey,
    bool IsPaused,
    bool IsRemoved,
    string Version,
    DateTimeOffset ChangedAt
)
{
    internal const string Prefix = "chn_",
        EntityKind = "channel";

    internal static readonly StateRows Versions =
            new("channels.channels", "channel_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.channel_id = this.channel_id",
            },
        Pauses =
            new("channels.pauses", "channel_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.channel_id = this.channel_id",
            };

    private const string Columns = """
        select c.channel_id as id, c.kind, c.name, c.account, c.sender, c.secret_end, c.body, c.content_sid, c.content_variables, c.max_per_minute,
               c.contact, c.region, c.public_key,
               exists (select from channels.pauses p where p.tenant_id = c.tenant_id and p.channel_id = c.channel_id and p.closed_by is null) as is_paused,
               c.closed_by is not null as is_removed, c.opened_by as version, c.opened_at as changed_at
          from channels.channels c
         where c.tenant_id = 'tnt_platform'
        """;

    /// <returns>All channels by name.</returns>
    public static Task<IReadOnlyList<Channel>> List(UnitOfWork work) => work.List<Channel>($"{Columns} and c.closed_by is null order by c.name, c.channel_id");

    /// <returns>The channel, even if it was removed; null if there is none.</returns>
    public static Task<Channel?> Find(string id, UnitOfWork work) =>
        work.One<Channel>($"{Columns} and c.channel_id = @id order by c.closed_by is null desc, c.opened_at desc limit 1", new { id });

    /// <returns>The channels that are not removed.</returns>
    internal static Task<IReadOnlyList<Channel>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<Channel>($"{Columns} and c.closed_by is null and c.channel_id = any(@ids) order by c.channel_id", new { ids = ids.ToArray() });

    /// <summary>Lane of the messages of a channel.</summary>
    internal static string LaneOf(string id) => $"channel:{id}";

    /// <summary>Lane of messages that don't wait behind others, such as alerts.</summary>
    internal static string UrgentLaneOf(string id) => $"channel:{id}:urgent";

    /// <summary>All lanes of a channel.</summary>
    internal static IEnumerable<string> LanesOf(string id) => [LaneOf(id), UrgentLaneOf(id)];
}

/// <summary>The encrypted secrets of a channel.</summary>
/// <param name="Secret">Auth token of Twilio, URL of the webhook, key of PagerDuty, Datadog or New Relic, or private key of web push.</param>
/// <param name="SigningSecret">Secret that signs requests to a webhook; null for other kinds.</param>
/// <param name="PublicKey">Public key of web push, which is not secret; null for other kinds.</param>
public sealed record ChannelSecrets(string Secret, string? SigningSecret, string? PublicKey = null)
{
    /// <summary>Columns with secrets, including those of previous versions.</summary>
    public static readonly EncryptedColumn Stored = new("channels.channels", "secret", "channel", "channel_id"),
        Signing = new("channels.channels", "signing_secret", "channel-signing", "channel_id");

    /// <returns>The secrets of a version of a channel; null if it doesn't exist.</returns>
    public static async Task<ChannelSecrets?> Find(Channel channel, SecretBox box, UnitOfWork work)
    {
        var row = await work.One<Row>(
            "select secret, signing_secret, public_key from channels.channels where tenant_id = 'tnt_platform' and channel_id = @Id and opened_by = @Version",
            new { channel.Id, channel.Version }
        );
        return row is null
            ? null
            : new(
                Text(box.Decrypt(Stored.Kind, channel.Id, row.Secret)),
                row.SigningSecret is null ? null : Text(box.Decrypt(Signing.Kind, channel.Id, row.SigningSecret)),
                row.PublicKey
            );
    }

    private static string Text(byte[] clear) => System.Text.Encoding.UTF8.GetString(clear);

    private sealed record Row(byte[] Secret, byte[]? SigningSecret, string? PublicKey);
}
