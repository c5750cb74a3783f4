namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A port accepts connections.</summary>
internal sealed class TcpCheck(ProbeNetwork network) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Tcp;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        await using var stream = await network.Connect(ProbeTarget.Find(probe.Target, null)!, stop); // checked when it was saved
        return CheckResult.Up;
    }
}
