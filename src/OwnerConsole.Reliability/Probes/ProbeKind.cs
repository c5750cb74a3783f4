using System.ComponentModel;

namespace OwnerConsole.Reliability.Probes;

/// <summary>What a probe checks.</summary>
public enum ProbeKind
{
    [Description("HTTP")]
    Http,

    [Description("TCP port")]
    Tcp,

    [Description("TLS certificate")]
    Tls,

    [Description("DNS")]
    Dns,

    [Description("PostgreSQL")]
    Postgresql,

    [Description("Redis")]
    Redis,

    [Description("SMTP")]
    Smtp,

    /// <summary>A job of the application calls the console; a missing call is a failure.</summary>
    [Description("Heartbeat")]
    Heartbeat,

    /// <summary>The public status page of a vendor, made with Statuspage.</summary>
    [Description("Status page")]
    StatusPage,

    /// <summary>A small object is written, read and deleted in a bucket of any S3-compatible service.</summary>
    [Description("S3 bucket")]
    S3,

    /// <summary>Metrics that a service publishes in the text format of Prometheus, which are also stored.</summary>
    [Description("Prometheus")]
    Prometheus,
}

/// <summary>Properties of kinds of probes.</summary>
public static class ProbeKinds
{
    public static string Title(this ProbeKind kind) =>
        kind switch
        {
            ProbeKind.Http => "HTTP",
            ProbeKind.Tcp => "TCP port",
            ProbeKind.Tls => "TLS certificate",
            ProbeKind.Dns => "DNS",
            ProbeKind.Postgresql => "PostgreSQL",
            ProbeKind.Redis => "Redis",
            ProbeKind.Smtp => "SMTP",
            ProbeKind.Heartbeat => "Heartbeat",
            ProbeKind.S3 => "S3 bucket",
            ProbeKind.Prometheus => "Prometheus",
            _ => "Status page",
        };

    /// <summary>Seconds between checks, unless the probe sets others.</summary>
    public static int DefaultInterval(this ProbeKind kind) =>
        kind switch
        {
            ProbeKind.Tls => 3_600,
            ProbeKind.StatusPage or ProbeKind.S3 => 300,
            ProbeKind.Heartbeat => 86_400,
            _ => 60,
        };

    /// <summary>Seconds until a check fails, or until a missing call is a failure, unless the probe sets others.</summary>
    public static int DefaultTimeout(this ProbeKind kind) => kind is ProbeKind.Heartbeat ? 300 : 10;

    /// <summary>Port of a target without one; null if the target must have one.</summary>
    public static int? DefaultPort(this ProbeKind kind) =>
        kind switch
        {
            ProbeKind.Tls => 443,
            ProbeKind.Redis => 6379,
            ProbeKind.Smtp => 25,
            _ => null,
        };

    /// <summary>Names of the fields that a kind of probe uses.</summary>
    internal static IReadOnlyList<string> Fields(this ProbeKind kind)
    {
        string[] own = kind switch
        {
            ProbeKind.Http => ["target", "status_from", "status_to", "expected_text", "warn_days"],
            ProbeKind.Tls => ["target", "warn_days", "allow_untrusted"],
            ProbeKind.Dns => ["target", "expected_text"],
            ProbeKind.Postgresql => ["secret"],
            ProbeKind.Redis => ["target", "secret", "use_tls"],
            ProbeKind.S3 => ["target", "key_id", "secret", "region", "virtual_host"],
            ProbeKind.Prometheus => ["target", "secret", "service"],
            ProbeKind.Heartbeat => [],
            _ => ["target"],
        };
        string[] thresholds = kind is ProbeKind.Heartbeat ? [] : ["failures_until_down", "successes_until_up"];
        return ["name", .. own, "interval_seconds", "timeout_seconds", .. thresholds];
    }
}
