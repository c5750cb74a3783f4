namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>Checks one kind of probe.</summary>
internal interface IProbeCheck
{
    ProbeKind Kind { get; }

    /// <param name="secret">Secret in clear text; null if the probe has none.</param>
    /// <param name="stop">Is cancelled when the timeout of the probe is over.</param>
    /// <exception cref="CheckException">The check failed.</exception>
    Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop);
}
