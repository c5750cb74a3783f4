using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>A server whose answers are meant for whoever reads of them later: to a letter it says no in the middle, and what it says to a request is no HTTP.</summary>
/// <param name="greets">as mail servers do</param>
internal sealed class HostileServer : IDisposable
{
    private const string Worst = "<img data-hostile src=/hostile onerror=alert(1)>";
    private readonly TcpListener _door = new(IPAddress.Loopback, port: 0);

    public HostileServer(bool greets)
    {
        _door.Start();
        _ = Listen(greets);
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/hook?x='>{Worst.Replace(' ', '/')}");

    public void Dispose() => _door.Dispose();

    private async Task Listen(bool greets)
    {
        try
        {
            while (true)
                _ = Talk(await _door.AcceptTcpClientAsync(), greets);
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
                    // as long as what is kept of it, if a letter could be kept by half
                    : line.StartsWith("RCPT", StringComparison.Ordinal) ? $"554 {Worst.PadRight(299, '.')}🧨"
                    : $"250 {Worst}"
                );
        }
        catch (IOException)
        {
            return; // it had heard enough
        }
    }
}
