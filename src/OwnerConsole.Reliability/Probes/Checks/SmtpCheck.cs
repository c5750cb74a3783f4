namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A mail server greets with its banner.</summary>
internal sealed class SmtpCheck(ProbeNetwork network) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Smtp;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        await using var stream = await network.Connect(ProbeTarget.Find(probe.Target, ProbeKind.Smtp.DefaultPort())!, stop); // checked when it was saved
        var banner = await ProbeNetwork.ReadLine(stream, stop);
        if (!banner.StartsWith("220", StringComparison.Ordinal))
            return CheckResult.Down($"The mail server answered: {banner}");
        await ProbeNetwork.WriteLine(stream, "QUIT", stop);
        return CheckResult.Up;
    }
}
