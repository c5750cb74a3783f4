using OwnerConsole.Pure.Prometheus;
using OwnerConsole.Reliability.Telemetry.Public;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A service publishes metrics in the text format of Prometheus, which are stored with those of its telemetry.</summary>
internal sealed class PrometheusCheck(ProbeHttp http, ScrapedMetrics metrics) : IProbeCheck
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
        if (read.Samples.Count == 0)
            return CheckResult.Down("The response has no metrics in the text format of Prometheus.");
        var rejected = await metrics.Record(probe.Service ?? probe.Name, read.Samples, stop);
        return read.Broken > 0 ? CheckResult.Degraded($"Lines that could not be read: {read.Broken}.")
            : rejected > 0
                ? CheckResult.Degraded($"Values that were not stored: {rejected}. They are older than a day, or there are too many series of all services.")
            : CheckResult.Up;
    }
}
