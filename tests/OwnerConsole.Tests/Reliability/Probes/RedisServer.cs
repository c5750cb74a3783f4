using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>The Redis of Debian, without stored data. It can be killed and started again on its port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private Process? _process;

    public int Port { get; } = InstalledConsole.FreePort();

    public async Task<RedisServer> Start()
    {
        string[] options =
        [
            "--port",
            Port.ToString(CultureInfo.InvariantCulture),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--loglevel",
            "warning",
        ];
        var start = new ProcessStartInfo("/usr/bin/redis-server", options) { WorkingDirectory = Path.GetTempPath() };
        _process = Process.Start(start)!; // a new process is always started
        await Poll.Until(Answers, condition: "Redis accepts connections");
        return this;
    }

    public async Task Stop()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task<bool> Answers()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
