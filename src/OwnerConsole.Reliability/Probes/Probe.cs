using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Reliability.Probes;

/// <summary>A regular check of a service.</summary>
/// <param name="Target">URL, host and port, or host name; empty for heartbeats.</param>
/// <param name="TimeoutSeconds">How long a check can take, or how late a call can be.</param>
/// <param name="StatusFrom">Lowest accepted HTTP status; null for other kinds.</param>
/// <param name="ExpectedText">Text of the page, or address of the name; null for any.</param>
/// <param name="WarnDays">A certificate that expires sooner is a warning; null for no warning.</param>
/// <param name="UsesTls">Whether Redis is called with TLS.</param>
/// <param name="KeyId">Access key ID of S3; null for other kinds.</param>
/// <param name="Region">Region of the bucket; null for other kinds.</param>
/// <param name="UsesVirtualHost">Whether the bucket is a part of the host name instead of the path.</param>
/// <param name="Service">Service of the metrics; null for kinds other than Prometheus.</param>
/// <param name="Version">Run that saved its settings, which owns the secret.</param>
/// <param name="EnabledAt">When it was added, changed, resumed or restored by an undo.</param>
public sealed record Probe(
    string Id,
    ProbeKind Kind,
    string Name,
    string Target,
    bool HasSecret,
    int IntervalSeconds,
    int TimeoutSeconds,
    int FailuresUntilDown,
    int SuccessesUntilUp,
    int? StatusFrom,
    int? StatusTo,
    string? ExpectedText,
    int? WarnDays,
    bool AllowsUntrusted,
    bool UsesTls,
    string? KeyId,
    string? Region,
    bool UsesVirtualHost,
    string? Service,
    bool IsPaused,
    bool IsRemoved,
    string Version,
    DateTimeOffset ChangedAt,
    DateTimeOffset EnabledAt
)
{
    internal const string EntityKind = "probe";

    internal static readonly StateRows Versions =
            new("probes.probes", "probe_id")
            {
                BelongToPlatform = true,
                AlsoReset = "restored_at = clock_timestamp()",
                Conflict = "other.tenant_id = this.tenant_id and other.probe_id = this.probe_id",
            },
        Pauses =
            new("probes.pauses", "probe_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id and other.probe_id = this.probe_id",
            };

    /// <summary>Column with secrets, including those of previous versions.</summary>
    public static readonly EncryptedColumn Secrets = new("probes.probes", "secret", "probe", "probe_id");

    private const string Columns = """
        select p.probe_id as id, p.kind, p.name, p.target, p.secret is not null as has_secret, p.interval_seconds, p.timeout_seconds, p.failures_until_down,
               p.successes_until_up, p.status_from, p.status_to, p.expected_text, p.warn_days, p.allows_untrusted,
               p.uses_tls, p.key_id, p.region, p.uses_virtual_host, p.service,
               exists (select from probes.pauses s where s.tenant_id = p.tenant_id and s.probe_id = p.probe_id and s.closed_by is null) as is_paused,
               p.closed_by is not null as is_removed, p.opened_by as version, p.opened_at as changed_at,
               greatest(p.opened_at, p.restored_at, (select max(s.closed_at) from probes.pauses s where s.tenant_id = p.tenant_id and s.probe_id = p.probe_id)) as enabled_at
          from probes.probes p
         where p.tenant_id = 'tnt_platform'
        """;

    public TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <returns>All probes by name.</returns>
    public static Task<IReadOnlyList<Probe>> List(UnitOfWork work) => work.List<Probe>($"{Columns} and p.closed_by is null order by lower(p.name), p.probe_id");

    /// <returns>The probe, even if it was removed; null if there is none.</returns>
    public static Task<Probe?> Find(string id, UnitOfWork work) =>
        work.One<Probe>($"{Columns} and p.probe_id = @id order by p.closed_by is null desc, p.opened_at desc limit 1", new { id });

    /// <returns>The probes that are not removed.</returns>
    internal static Task<IReadOnlyList<Probe>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<Probe>($"{Columns} and p.closed_by is null and p.probe_id = any(@ids) order by p.probe_id", new { ids = ids.ToArray() });

    /// <returns>The probe of a heartbeat; null if the token is unknown.</returns>
    internal static Task<Probe?> FindByToken(byte[] hash, UnitOfWork work) =>
        work.One<Probe>($"{Columns} and p.closed_by is null and p.token_hash = @hash", new { hash });

    /// <summary>Lane of the checks of a probe.</summary>
    internal static string LaneOf(string id) => $"probe:{id}";

    /// <returns>The encrypted secret; null if it has none.</returns>
    internal Task<byte[]?> FindSecret(UnitOfWork work) =>
        work.One<byte[]>("select secret from probes.probes where tenant_id = 'tnt_platform' and probe_id = @Id and opened_by = @Version", new { Id, Version });

    /// <returns>The secret in clear text.</returns>
    /// <exception cref="SecretException">It can't be decrypted.</exception>
    internal string Decrypt(byte[] secret, SecretBox box) => Encoding.UTF8.GetString(box.Decrypt(Secrets.Kind, Id, secret));
}
