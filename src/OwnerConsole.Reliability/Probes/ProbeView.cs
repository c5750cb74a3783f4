using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes;

/// <summary>A probe as returned by the API, without its secret.</summary>
/// <param name="Kind">What is checked.</param>
/// <param name="Target">URL, host and port, or host name; empty for heartbeats.</param>
/// <param name="HasSecret">Whether a connection string or a password is stored.</param>
/// <param name="State">State after enough checks in a row have agreed; unknown before the first check, and while a check is overdue.</param>
/// <param name="Since">When the state was reached; null while it is unknown.</param>
/// <param name="CheckedAt">Last check, or last call or missed call of a heartbeat; null before the first.</param>
/// <param name="CalledAt">Last call of a heartbeat; null before the first, and for other kinds.</param>
/// <param name="LatencyMs">Duration of the last check in milliseconds; null if it failed, and for heartbeats.</param>
/// <param name="Problem">What is wrong according to the last check, or that it is overdue; null if nothing is.</param>
/// <param name="IsPaused">Whether it is not checked.</param>
/// <param name="IntervalSeconds">Seconds between checks, or between calls of a heartbeat.</param>
/// <param name="TimeoutSeconds">Seconds that a check can take, or that a call can be late.</param>
/// <param name="FailuresUntilDown">Consecutive failed checks until the state is down.</param>
/// <param name="SuccessesUntilUp">Consecutive successful checks until the state is up again.</param>
/// <param name="StatusFrom">Lowest accepted HTTP status; null for other kinds.</param>
/// <param name="StatusTo">Highest accepted HTTP status; null for other kinds.</param>
/// <param name="ExpectedText">Text of the page, or address of the name; null for any.</param>
/// <param name="WarnDays">The state is degraded if a certificate expires sooner; null for no warning.</param>
/// <param name="AllowUntrusted">Whether certificates are accepted that the console doesn't trust.</param>
/// <param name="UseTls">Whether Redis is called with TLS.</param>
/// <param name="KeyId">Access key ID of S3; null for other kinds.</param>
/// <param name="Region">Region of the bucket; null for other kinds.</param>
/// <param name="VirtualHost">Whether the bucket is a part of the host name instead of the path.</param>
/// <param name="Service">Service under which the metrics are listed; null for kinds other than Prometheus.</param>
/// <param name="Uptime">Share of the checks that succeeded, in percent.</param>
/// <param name="ChangedAt">When its settings were saved.</param>
public sealed record ProbeView(
    string Id,
    ProbeKind Kind,
    string Name,
    string Target,
    bool HasSecret,
    HealthState State,
    DateTimeOffset? Since,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? CalledAt,
    int? LatencyMs,
    string? Problem,
    bool IsPaused,
    int IntervalSeconds,
    int TimeoutSeconds,
    int FailuresUntilDown,
    int SuccessesUntilUp,
    int? StatusFrom,
    int? StatusTo,
    string? ExpectedText,
    int? WarnDays,
    bool AllowUntrusted,
    bool UseTls,
    string? KeyId,
    string? Region,
    bool VirtualHost,
    string? Service,
    Uptime Uptime,
    DateTimeOffset ChangedAt
)
{
    internal static ProbeView Of(Probe probe, ProbeState state, Uptime? uptime) =>
        new(
            probe.Id,
            probe.Kind,
            probe.Name,
            probe.Target,
            probe.HasSecret,
            state.State,
            state.Since,
            state.CheckedAt,
            state.CalledAt,
            state.LatencyMs,
            state.Problem,
            probe.IsPaused,
            probe.IntervalSeconds,
            probe.TimeoutSeconds,
            probe.FailuresUntilDown,
            probe.SuccessesUntilUp,
            probe.StatusFrom,
            probe.StatusTo,
            probe.ExpectedText,
            probe.WarnDays,
            probe.AllowsUntrusted,
            probe.UsesTls,
            probe.KeyId,
            probe.Region,
            probe.UsesVirtualHost,
            probe.Service,
            uptime ?? Uptime.None,
            probe.ChangedAt
        );

    /// <summary>Whether it checks what this kind of probe is for. HTTPS with a warning also checks the certificate.</summary>
    internal bool Covers(ProbeKind kind) =>
        Kind == kind
        || (kind is ProbeKind.Tls && Kind is ProbeKind.Http && WarnDays is not null && Target.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A probe with its latency and its last changes.</summary>
/// <param name="Probe">The probe with its state and settings.</param>
/// <param name="Range">Period of the latency and the bars.</param>
/// <param name="Latency">Latency of successful checks in the period.</param>
/// <param name="Bars">Checks in parts of the period, oldest first.</param>
/// <param name="Changes">Last 50 changes of the state, newest first.</param>
public sealed record ProbeDetails(
    ProbeView Probe,
    TrendRange Range,
    LatencyPercentiles Latency,
    IReadOnlyList<UptimeBar> Bars,
    IReadOnlyList<StateChange> Changes
);

/// <summary>The health of the console's own parts and of all probes, and numbers of the owner's application.</summary>
/// <param name="State">The worst state of parts and probes; paused and unknown ones, numbers, and what is not monitored don't count.</param>
/// <param name="Parts">The console's own parts that the caller can read.</param>
/// <param name="Probes">Probes by name.</param>
/// <param name="Numbers">Current numbers of the owner's application that the caller can read.</param>
/// <param name="NotMonitored">Kinds of services that most applications depend on (Redis, S3 buckets and TLS certificates) and that no probe checks.</param>
public sealed record HealthView(
    HealthState State,
    IReadOnlyList<HealthCard> Parts,
    IReadOnlyList<ProbeView> Probes,
    IReadOnlyList<HealthNumber> Numbers,
    IReadOnlyList<ProbeKind> NotMonitored
)
{
    private static readonly ProbeKind[] s_usual = [ProbeKind.Redis, ProbeKind.S3, ProbeKind.Tls];

    internal static HealthView Of(IReadOnlyList<HealthCard> parts, IReadOnlyList<ProbeView> probes, IReadOnlyList<HealthNumber> numbers)
    {
        var known = parts
            .Select(part => part.State)
            .Concat(probes.Where(probe => !probe.IsPaused).Select(probe => probe.State))
            .Where(state => state is not HealthState.Unknown)
            .ToList();
        return new(
            known.Count == 0 ? HealthState.Unknown : known.Max(),
            parts,
            probes,
            numbers,
            [.. s_usual.Where(kind => !probes.Any(probe => probe.Covers(kind)))]
        );
    }
}
