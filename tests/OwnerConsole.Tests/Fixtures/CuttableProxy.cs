using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OwnerConsole.Fixtures;

/// <summary>A way of one's own to a database, which can be cut.</summary>
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

    /// <summary>The same database, by this way.</summary>
    public string Connection => _connection.ConnectionString;

    public static CuttableProxy To(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        // a server's certificate names its address
        var isOutside = IPAddress.TryParse(builder.Host, out var address);
        EndPoint server = isOutside ? new IPEndPoint(address!, builder.Port) : new UnixDomainSocketEndPoint($"{builder.Host}/.s.PGSQL.{builder.Port}");
        var way = new CuttableProxy(builder, isOutside ? address! : IPAddress.Loopback);
        _ = way.Lead(server);
        return way;
    }

    /// <summary>Nobody gets through from here on, nor does who is on it.</summary>
    public void Cut()
    {
        _door.Stop();
        foreach (var end in _ends)
            end.Dispose();
    }

    public void Dispose() => Cut();

    private async Task Lead(EndPoint server)
    {
        try
        {
            while (true)
                _ = Pass(await _door.AcceptSocketAsync(), server);
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task Pass(Socket near, EndPoint server)
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
