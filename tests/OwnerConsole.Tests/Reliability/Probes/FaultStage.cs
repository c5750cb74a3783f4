using System.Net;
using System.Net.Sockets;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>A console whose probes check services that tests break, with a resolver that can forget a name.</summary>
public sealed class FaultStage : IAsyncLifetime
{
    /// <summary>A name that leads to this machine until the resolver forgets it.</summary>
    public const string ForgettableName = "forgettable.example.com";

    public FaultStage() => Probes = new() { Lookup = Find };

    public ProbeStage Probes { get; }

    public bool IsNameForgotten { get; set; }

    public ValueTask InitializeAsync() => Probes.InitializeAsync();

    public ValueTask DisposeAsync() => Probes.DisposeAsync();

    private Task<IPAddress[]> Find(string host, CancellationToken stop) =>
        host != ForgettableName ? Dns.GetHostAddressesAsync(host, stop)
        : IsNameForgotten ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
        : Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
}
