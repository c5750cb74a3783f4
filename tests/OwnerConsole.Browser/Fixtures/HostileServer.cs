using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A server with hostile responses: it refuses an email in the middle of the transaction, and its responses to requests are not HTTP.</summary>
/// <param name="greets">whether it sends a greeting first, as mail servers do</param>
internal sealed class HostileServer : IDisposable
{
    private const string Worst = "<img data-hostile src=/hostile onerror=alert(1)>";
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);

    public HostileServer(bool greets)
    {
        _listener.Start();
        _ = Listen(greets);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/hook?x='>{Worst.Replace(' ', '/')}");

    public void Dispose() => _listener.Dispose();

    private async Task Listen(bool greets)
    {
        try
        {
            while (true)
                _ = Talk(await _listener.AcceptTcpClientAsync(), greets);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private static async Task Talk(TcpClient client, bool greets)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            if (greets)
                await writer.WriteLineAsync($"220 {Worst}");
            while (await reader.ReadLineAsync() is { } line)
                await writer.WriteLineAsync(
                    !greets ? $"HTTP/{Worst}"
                    // As long as the stored part of a response, to test that no character is cut in half.
                    : line.StartsWith("RCPT", StringComparison.Ordinal) ? $"554 {Worst.PadRight(299, '.')}🧨"
                    : $"250 {Worst}"
                );
        }
        catch (IOException)
        {
            return; // the client has disconnected
        }
    }
}
