using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Settings of a probe as a person changes them. Which are used depends on its kind.</summary>
public sealed record ProbeInput(
    [StringLength(ProbeRules.MaxName)] [Description(ProbeInput.NameHelp)] string Name,
    [StringLength(ProbeRules.MaxTarget)] [Description(ProbeInput.TargetHelp + " Leave blank to keep the current one.")] string? Target = null,
    [DataType(DataType.Password)] [Description(ProbeInput.SecretHelp + " Leave blank to keep the current one.")] string? Secret = null,
    [Description(ProbeInput.StatusFromHelp)] int? StatusFrom = null,
    [Description(ProbeInput.StatusToHelp)] int? StatusTo = null,
    [StringLength(ProbeRules.MaxText)] [Description(ProbeInput.TextHelp)] string? ExpectedText = null,
    [Description(ProbeInput.WarnHelp)] int? WarnDays = null,
    [Description(ProbeInput.UntrustedHelp)] bool AllowUntrusted = false,
    [Description(ProbeInput.IntervalHelp)] int? IntervalSeconds = null,
    [Description(ProbeInput.TimeoutHelp)] int? TimeoutSeconds = null,
    [Description(ProbeInput.FailuresHelp)] int? FailuresUntilDown = null,
    [Description(ProbeInput.SuccessesHelp)] int? SuccessesUntilUp = null,
    [Description(ProbeInput.TlsHelp)] bool UseTls = false,
    [StringLength(ProbeRules.MaxKeyId)] [Description(ProbeInput.KeyIdHelp)] string? KeyId = null,
    [StringLength(ProbeRules.MaxRegion)] [Description(ProbeInput.RegionHelp)] string? Region = null,
    [Description(ProbeInput.VirtualHostHelp)] bool VirtualHost = false,
    [StringLength(ProbeRules.MaxName)] [Description(ProbeInput.ServiceHelp)] string? Service = null
)
{
    internal const string NameHelp = "Name that the team sees, such as Website.",
        TargetHelp =
            "URL for HTTP, status pages and Prometheus, URL of a bucket for S3, such as https://s3.example.com/bucket/folder, host name for DNS, and host:port for others, such as db.example.com:5432.",
        SecretHelp =
            "Connection string for PostgreSQL, password of Redis, secret access key for S3, or bearer token or header, such as X-Api-Key: abc, for Prometheus. Encrypted.",
        StatusFromHelp = "Lowest HTTP status that is a success. Leave blank for 200.",
        StatusToHelp = "Highest HTTP status that is a success. Leave blank for 399.",
        TextHelp = "HTTP: text that the page must contain. DNS: IP address that the name must have. Leave blank to accept any.",
        WarnHelp = "Warn when the certificate expires within this number of days. Leave blank for 14 with TLS, and for no warning with HTTP.",
        UntrustedHelp = "Accept certificates that this server doesn't trust, such as self-signed ones. Only for TLS.",
        IntervalHelp =
            "Seconds between checks, or between calls of a heartbeat. Leave blank for 60, with TLS for 3600, with status pages for 300, and with heartbeats for 86400.",
        TimeoutHelp =
            "Seconds until a check fails, at most 30. Heartbeats: seconds that a call can be late, at most 86400. Leave blank for 10, with heartbeats for 300.",
        FailuresHelp = "Consecutive failed checks until the state is down. Leave blank for 3.",
        SuccessesHelp = "Consecutive successful checks until the state is up again. Leave blank for 2.",
        TlsHelp = "Connect with TLS. The certificate must be trusted and belong to the host.",
        KeyIdHelp = "Access key ID that can write, read and delete objects in the bucket.",
        RegionHelp = "Region of the bucket. Leave blank for us-east-1.",
        VirtualHostHelp = "Call the bucket as a part of the host name, such as bucket.s3.example.com, instead of the path.",
        ServiceHelp = "Service under which the metrics are listed. Leave blank for the name of the probe.";

    private const string DefaultRegion = "us-east-1";

    private const int DefaultFailures = 3,
        DefaultSuccesses = 2,
        DefaultWarnDays = 14;

    /// <returns>The settings with defaults, without those that the kind doesn't use, and without surrounding spaces.</returns>
    internal ProbeInput For(ProbeKind kind)
    {
        var used = kind.Fields();
        return new(
            Name.Trim(),
            Text("target", Target),
            Secret,
            Number("status_from", StatusFrom ?? 200),
            Number("status_to", StatusTo ?? 399),
            Text("expected_text", ExpectedText),
            Number("warn_days", WarnDays ?? (kind is ProbeKind.Tls ? DefaultWarnDays : null)),
            AllowUntrusted && used.Contains("allow_untrusted"),
            IntervalSeconds ?? kind.DefaultInterval(),
            TimeoutSeconds ?? kind.DefaultTimeout(),
            Number("failures_until_down", FailuresUntilDown ?? DefaultFailures) ?? 1,
            Number("successes_until_up", SuccessesUntilUp ?? DefaultSuccesses) ?? 1,
            UseTls && used.Contains("use_tls"),
            Text("key_id", KeyId),
            Text("region", string.IsNullOrWhiteSpace(Region) ? DefaultRegion : Region),
            VirtualHost && used.Contains("virtual_host"),
            Text("service", string.IsNullOrWhiteSpace(Service) ? Name : Service)
        );

        string? Text(string field, string? value) => used.Contains(field) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        int? Number(string field, int? value) => used.Contains(field) ? value : null;
    }
}
