using System.Net;
using System.Net.Sockets;

namespace OwnerConsole.Tests.Kernel.Outbound;

/// <summary>An address of this machine that doesn't answer, because the queue of its listener is full.</summary>
public sealed class SilentAddress : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private readonly List<Socket> _queued = [];
    private readonly TcpListener _listener;
    private readonly int _port;

    public SilentAddress(IPAddress address, int port)
    {
        (Address, _port, _listener) = (address, port, new(address, port));
        _listener.Start(backlog: 1);
    }

    public IPAddress Address { get; }

    /// <summary>Connects until the queue is full.</summary>
    public async Task Fill()
    {
        while (await Connects()) { }
    }

    public void Dispose()
    {
        foreach (var socket in _queued)
            socket.Dispose();
        _listener.Dispose();
    }

    private async Task<bool> Connects()
    {
        using var limit = new CancellationTokenSource(s_patience);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _queued.Add(socket);
        try
        {
            await socket.ConnectAsync(Address, _port, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
