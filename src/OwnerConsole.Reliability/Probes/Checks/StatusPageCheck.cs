using System.Text.Json;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A vendor reports no incident on its status page.</summary>
/// <remarks>Source: https://developer.statuspage.io; every public page has this summary.</remarks>
internal sealed class StatusPageCheck(ProbeHttp http) : IProbeCheck
{
    private const string Path = "/api/v2/summary.json";

    public ProbeKind Kind => ProbeKind.StatusPage;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        var page = await http.Get(new Uri(new Uri(probe.Target), Path).AbsoluteUri, withBody: true, stop);
        if (page.Status != 200)
            throw new CheckException($"The status page responded with HTTP {page.Status}.");
        try
        {
            using var summary = JsonDocument.Parse(page.Body);
            var status = summary.RootElement.GetProperty("status");
            var text = status.GetProperty("description").GetString() ?? "";
            return status.GetProperty("indicator").GetString() switch
            {
                "none" => CheckResult.Up,
                "minor" or "maintenance" => CheckResult.Degraded($"The vendor reports: {text}"),
                _ => CheckResult.Down($"The vendor reports: {text}"),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CheckException("This is not a status page made with Statuspage.");
        }
    }
}
