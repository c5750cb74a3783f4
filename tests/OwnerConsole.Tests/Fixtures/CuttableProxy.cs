using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OwnerConsole.Fixtures;

/// <summary>A proxy to a database that can be cut off.</summary>
internal sealed class CuttableProxy : IDisposable
{
    private readonly ConcurrentBag<Socket> _ends = [];
    private readonly TcpListener _door;
    private readonly NpgsqlConnectionStringBuilder _connection;

    private CuttableProxy(NpgsqlConnectionStringBuilder connection, IPAddress address)
    {
        _connection = connection;
        _door = new(address, port: 0);
        _door.Start();
        (_connection.Host, _connection.Port) = (address.ToString(), ((IPEndPoint)_door.LocalEndpoint).Port);
    }

    /// <summary>Connection string of the same database through this proxy.</summary>
    public string Connection => _connection.ConnectionString;

    public static CuttableProxy To(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        // The certificate of a server names its address.
        var isOutside = IPAddress.TryParse(builder.Host, out var address);
        EndPoint server = isOutside ? new IPEndPoint(address!, builder.Port) : new UnixDomainSocketEndPoint($"{builder.Host}/.s.PGSQL.{builder.Port}");
        var way = new CuttableProxy(builder, isOutside ? address! : IPAddress.Loopback);
        _ = way.AcceptAll(server);
        return way;
    }

    /// <summary>Refuses new connections and closes the open ones.</summary>
    public void Cut()
    {
        _door.Stop();
        foreach (var end in _ends)
            end.Dispose();
    }

    public void Dispose() => Cut();

    private async Task AcceptAll(EndPoint server)
    {
        try
        {
            while (true)
                _ = Forward(await _door.AcceptSocketAsync(), server);
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task Forward(Socket near, EndPoint server)
    {
        var far = new Socket(server.AddressFamily, SocketType.Stream, server is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _ends.Add(near);
        _ends.Add(far);
        try
        {
            await far.ConnectAsync(server);
            await using NetworkStream here = new(near),
                there = new(far);
            await Task.WhenAny(here.CopyToAsync(there), there.CopyToAsync(here));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException)
        {
            return;
        }
        finally
        {
            near.Dispose();
            far.Dispose();
        }
    }
}
