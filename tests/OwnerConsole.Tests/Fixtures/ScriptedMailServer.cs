using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OwnerConsole.Fixtures;

/// <summary>A mail server that sends the same responses to every client, whatever the client says. A real server can't be made to break the protocol.</summary>
public sealed class ScriptedMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _received = new();
    private readonly Task _served;

    /// <param name="responses">The greeting, then one response per line of the client. The connection is closed after the last one.</param>
    public ScriptedMailServer(params string[] responses)
    {
        _listener.Start();
        _served = Serve(responses);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every line that clients sent, read as Latin-1.</summary>
    public string Received => _received.ToString();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _served;
        _stop.Dispose();
    }

    private async Task Serve(string[] responses)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await Converse(client.GetStream(), responses);
            }
        }
        catch (OperationCanceledException)
        {
            // the test has ended
        }
    }

    private async Task Converse(NetworkStream stream, string[] responses)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            foreach (var response in responses)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(response + "\r\n"), _stop.Token);
                _received.AppendLine(CultureInfo.InvariantCulture, $"{await reader.ReadLineAsync(_stop.Token)}");
            }
        }
        catch (IOException)
        {
            // the client closed the connection
        }
    }
}
