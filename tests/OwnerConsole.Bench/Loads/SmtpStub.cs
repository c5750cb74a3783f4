using System.Net;
using System.Net.Sockets;

namespace OwnerConsole.Bench.Loads;

/// <summary>A mail server that accepts every email at once and counts them, so that only the console is measured.</summary>
internal sealed class SmtpStub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _received;

    public SmtpStub()
    {
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Number of emails received.</summary>
    public long Received => Interlocked.Read(ref _received);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
            try
            {
                await writer.WriteLineAsync("220 stub");
                var isData = false;
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    if (isData && line != ".")
                        continue;
                    if (isData)
                        Interlocked.Increment(ref _received);
                    var isStart = !isData && line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase);
                    isData = isStart;
                    await writer.WriteLineAsync(
                        isStart ? "354 go on"
                        : line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye"
                        : "250 OK"
                    );
                }
            }
            catch (Exception end) when (end is IOException or OperationCanceledException)
            {
                // The console closed the connection, or the benchmark is over.
            }
        }
    }
}
