using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>A server on this machine that answers each request of a client with the same text. It can be stopped and started again on its port.</summary>
public sealed class LineServer(string answer, X509Certificate2? certificate = null) : IAsyncDisposable
{
    private TcpListener _listener = Listen(0);
    private CancellationTokenSource _stop = new();
    private Task _served = Task.CompletedTask;

    /// <summary>What clients receive for every line, except of headers; with a greeting if <see cref="Greets"/>.</summary>
    public string Answer { get; set; } = answer;

    /// <summary>Certificate for TLS, which can be replaced while the server is running; null for plain connections.</summary>
    public X509Certificate2? Certificate { get; set; } = certificate;

    /// <summary>Answers wait until it has ended.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>Whether the server speaks first.</summary>
    public bool Greets { get; init; }

    public int Port { get; private set; }

    /// <summary>Everything that clients sent.</summary>
    public string Received { get; private set; } = "";

    public LineServer Start()
    {
        if (_stop.IsCancellationRequested)
            (_listener, _stop) = (Listen(Port), new());
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _served = Serve();
        return this;
    }

    public async Task Stop()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _served;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
        Certificate?.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Converse(client.GetStream());
            }
            catch (Exception ended)
                when (ended is OperationCanceledException or AuthenticationException or IOException or SocketException or ObjectDisposedException)
            {
                // the client or the test has ended
            }
    }

    private async Task Converse(Stream plain)
    {
        var stream = plain;
        if (Certificate is { } own)
        {
            var tls = new SslStream(plain);
            await tls.AuthenticateAsServerAsync(own);
            stream = tls;
        }
        await using var _ = stream;
        if (Greets)
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer), _stop.Token);
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, _stop.Token) is var count and > 0)
        {
            Received += Encoding.UTF8.GetString(buffer, 0, count);
            if (Greets)
                continue;
            await Held.WaitAsync(_stop.Token);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer), _stop.Token);
            if (Answer.StartsWith("HTTP", StringComparison.Ordinal))
                return;
        }
    }
}
