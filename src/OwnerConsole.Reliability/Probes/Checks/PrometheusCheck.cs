using OwnerConsole.Pure.Prometheus;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A service publishes metrics in the text format of Prometheus, which are then stored with those of its telemetry.</summary>
internal sealed class PrometheusCheck(ProbeHttp http) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Prometheus;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        var page = await http.Get(probe.Target, withBody: true, secret is null ? null : ScrapeSecret.Find(secret), stop);
        if (page.Status != 200)
            return CheckResult.Down($"The server responded with HTTP {page.Status}.");
        if (page.IsCut)
            return CheckResult.Down("The metrics are longer than 1 MB. Publish fewer of them.");
        var read = ExpositionText.Read(page.Body);
        if (read.Lines == 0)
            return CheckResult.Down("The response has no metrics in the text format of Prometheus.");
        var result = read.Broken > 0 ? CheckResult.Degraded($"Lines that could not be read: {read.Broken}.") : CheckResult.Up;
        return result with { Samples = read.Samples };
    }
}
