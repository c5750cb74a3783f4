using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Reliability.Probes.Checks;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Checks the settings of a probe.</summary>
internal static partial class ProbeRules
{
    /// <summary>Most probes. The Health page shows all of them.</summary>
    public const int MaxProbes = 100;

    public const int MaxName = 60,
        MaxTarget = 500,
        MaxText = 500,
        MinInterval = 10,
        MaxInterval = 2_678_400,
        MaxTimeout = 30,
        MaxDelay = 86_400,
        MaxThreshold = 20,
        MaxKeyId = 128,
        MaxRegion = 60,
        MinScrapeInterval = 15,
        MaxScrapeInterval = 300,
        MaxWarnDays = 365;

    /// <param name="input">Settings of this kind with defaults.</param>
    /// <param name="secret">The new secret; null to keep the current one, or for none.</param>
    /// <returns>Null if the settings can be saved.</returns>
    public static Refusal? FindProblem(ProbeKind kind, ProbeInput input, string? secret, OutboundHostPolicy hosts) =>
        !SingleLineText.IsValid(input.Name, MaxName) ? new("bad_name", $"The name must be one line of at most {MaxName} characters.")
        : input.IntervalSeconds is < MinInterval or > MaxInterval
            ? new("bad_interval", $"The interval must be between {MinInterval} and {MaxInterval} seconds.")
        : kind is ProbeKind.Prometheus && input.IntervalSeconds is < MinScrapeInterval or > MaxScrapeInterval
            ? new("bad_interval", $"The interval of a Prometheus probe must be between {MinScrapeInterval} and {MaxScrapeInterval} seconds.")
        : kind is ProbeKind.Heartbeat && input.TimeoutSeconds is < 1 or > MaxDelay
            ? new("bad_timeout", $"The delay of a call must be between 1 and {MaxDelay} seconds.")
        : kind is not ProbeKind.Heartbeat && input.TimeoutSeconds is < 1 or > MaxTimeout
            ? new("bad_timeout", $"The timeout must be between 1 and {MaxTimeout} seconds.")
        : input.FailuresUntilDown is < 1 or > MaxThreshold || input.SuccessesUntilUp is < 1 or > MaxThreshold
            ? new("bad_threshold", $"The number of checks until the state changes must be between 1 and {MaxThreshold}.")
        : input.StatusFrom is < 100 or > 599 || input.StatusTo is < 100 or > 599 || input.StatusFrom > input.StatusTo
            ? new("bad_status_range", $"HTTP statuses must be between 100 and 599, the lowest first.")
        : input.WarnDays is < 1 or > MaxWarnDays ? new("bad_warn_days", $"The days until a certificate expires must be between 1 and {MaxWarnDays}.")
        : kind is ProbeKind.Dns && input.ExpectedText is { } address && !IPAddress.TryParse(address, out _)
            ? new("bad_expected_text", $"The expected address of a DNS probe must be an IP address.")
        : kind is ProbeKind.S3 && (input.KeyId is not { } keyId || keyId.Any(letter => !char.IsAscii(letter) || char.IsControl(letter)))
            ? new("bad_key_id", $"Enter the access key ID. It must be plain text.")
        : kind is ProbeKind.S3 && !Region().IsMatch(input.Region!) // never null: has a default
            ? new("bad_region", $"The region must be like eu-central-1.")
        : input.Service is { } service && !SingleLineText.IsValid(service, MaxName)
            ? new("bad_service", $"The service must be one line of at most {MaxName} characters.")
        : FindTargetProblem(kind, input.Target, secret, hosts);

    private static Refusal? FindTargetProblem(ProbeKind kind, string? target, string? secret, OutboundHostPolicy hosts) =>
        kind switch
        {
            ProbeKind.Heartbeat => null,
            ProbeKind.Postgresql => secret is null ? null
            : PostgresqlTarget.Find(secret) is not { } server
                ? new(
                    "bad_secret",
                    $"The connection string must be like postgresql://user:password@host:5432/database, or Host=host;Database=database;Username=user;Password=password. It must name one host."
                )
            : FindHostProblem(server.Server.Url, hosts),
            ProbeKind.Redis when secret?.Any(char.IsControl) is true => new("bad_secret", $"The password must be one line."),
            ProbeKind.S3 when secret?.Any(char.IsControl) is true => new("bad_secret", $"The secret access key must be one line."),
            ProbeKind.Prometheus when secret is not null && ScrapeSecret.Find(secret) is null => new(
                "bad_secret",
                $"The secret must be a bearer token, or a header such as X-Api-Key: abc. It must be one line of plain characters."
            ),
            ProbeKind.S3 => target is null || S3Target.Find(target) is null
                ? new("bad_target", $"The target must be the URL of a bucket, such as https://s3.example.com/bucket/folder.")
                : FindHostProblem($"https{target[target.IndexOf(':', StringComparison.Ordinal)..]}", hosts),
            ProbeKind.Http or ProbeKind.StatusPage or ProbeKind.Prometheus => target is null
            || !Uri.TryCreate(target, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
                ? new("bad_target", $"The target must be a URL that starts with https:// or http://.")
                : FindHostProblem($"https{target[target.IndexOf(':', StringComparison.Ordinal)..]}", hosts)
                    ?? (
                        // The policy allows http:// only together with private hosts.
                        kind is ProbeKind.Prometheus
                        && secret is not null
                        && url.Scheme == Uri.UriSchemeHttp
                        && hosts.FindProblem(target) is not null
                            ? new("bad_target", $"Use https://, because a secret is sent.")
                            : null
                    ),
            ProbeKind.Dns => target is null || Uri.CheckHostName(target) is not UriHostNameType.Dns
                ? new("bad_target", $"The target must be a host name, such as www.example.com.")
                : FindHostProblem($"https://{target}/", hosts),
            _ => target is null || ProbeTarget.Find(target, kind.DefaultPort()) is not { } server
                ? new("bad_target", $"The target must be a host and a port, such as db.example.com:5432.")
                : FindHostProblem(server.Url, hosts),
        };

    /// <param name="url">With https, because probes can check hosts without encryption.</param>
    private static Refusal? FindHostProblem(string url, OutboundHostPolicy hosts) =>
        hosts.FindProblem(url) switch
        {
            null => null,
            "private_address" => new(
                "private_address",
                $"This host is not on the public internet, and the console does not call private addresses. Private addresses can be allowed when the console is started."
            ),
            _ => new("bad_target", $"The console can't call this target. It must not contain a user name or password."),
        };

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]*\\z", RegexOptions.None, 1000)]
    private static partial Regex Region();
}
