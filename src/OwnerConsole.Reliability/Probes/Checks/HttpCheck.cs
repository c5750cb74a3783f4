namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A page answers with an accepted status and contains a text.</summary>
internal sealed class HttpCheck(ProbeHttp http, TlsCheck tls) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Http;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        var page = await http.Get(probe.Target, probe.ExpectedText is not null, stop);
        if (page.Status < probe.StatusFrom || page.Status > probe.StatusTo)
            return CheckResult.Down($"The server responded with HTTP {page.Status}.");
        if (probe.ExpectedText is { } text && !page.Body.Contains(text, StringComparison.Ordinal))
            return CheckResult.Down("The page doesn't contain the expected text.");
        var url = new Uri(probe.Target);
        return probe.WarnDays is { } days && url.Scheme == Uri.UriSchemeHttps
            ? await tls.Run(new(url.DnsSafeHost, url.Port), days, allowsUntrusted: false, stop)
            : CheckResult.Up;
    }
}
