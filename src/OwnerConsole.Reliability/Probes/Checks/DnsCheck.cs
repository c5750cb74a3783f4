using System.Net;
using System.Net.Sockets;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>A name has an address, or the expected one, according to the resolver of this machine.</summary>
internal sealed class DnsCheck(OutboundHostPolicy hosts) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Dns;

    public async Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await hosts.Lookup(probe.Target, stop);
        }
        catch (SocketException)
        {
            addresses = [];
        }
        return addresses.Length == 0 ? CheckResult.Down("The name has no address.")
            : probe.ExpectedText is { } expected && !addresses.Contains(IPAddress.Parse(expected))
                ? CheckResult.Down("The name doesn't have the expected address.")
            : CheckResult.Up;
    }
}
