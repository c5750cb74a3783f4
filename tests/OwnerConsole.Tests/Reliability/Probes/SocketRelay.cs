using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>A port of this machine that leads to a PostgreSQL server until it is stopped.</summary>
public sealed class SocketRelay(EndPoint server) : IAsyncDisposable
{
    private CancellationTokenSource _stop = new();
    private TcpListener? _listener;
    private Task _served = Task.CompletedTask;

    public int Port { get; private set; }

    /// <param name="inside">The server, at a Unix socket or an address.</param>
    public static SocketRelay To(NpgsqlConnectionStringBuilder inside) =>
        new(
            IPAddress.TryParse(inside.Host, out var address)
                ? new IPEndPoint(address, inside.Port)
                : new UnixDomainSocketEndPoint($"{inside.Host}/.s.PGSQL.{inside.Port}")
        );

    public SocketRelay Start()
    {
        _stop.Dispose();
        _stop = new();
        _listener = new(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _served = Serve(_listener, _stop.Token);
        return this;
    }

    public async Task Stop()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        await _served;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
    }

    private async Task Serve(TcpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                using var there = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                await there.ConnectAsync(server, stop);
                await using var inside = new NetworkStream(there);
                var (asked, answered) = (client.GetStream().CopyToAsync(inside, stop), inside.CopyToAsync(client.GetStream(), stop));
                await Task.WhenAny(asked, answered);
                there.Close(); // ends the other direction
            }
            catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // the client or the test has ended
            }
    }
}
