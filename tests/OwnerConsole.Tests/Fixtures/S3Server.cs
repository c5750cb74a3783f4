using System.Diagnostics;
using System.Globalization;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Fixtures;

/// <summary>A third-party S3 server: a separate process with the npm package s3rver.</summary>
public sealed class S3Server : IAsyncDisposable
{
    private const string KeyId = "S3RVER"; // The only key id that s3rver accepts; the secret is the same text.

    private readonly TempDirectory _place;
    private readonly int _port;
    private Process? _process;

    private S3Server(Process process, TempDirectory place, int port) => (_process, _place, _port) = (process, place, port);

    public BackupLocation Store => new($"s3://backups/console?endpoint=http://127.0.0.1:{_port}", KeyId, KeyId);

    public static async Task<S3Server> Start()
    {
        var place = new TempDirectory();
        var (process, port) = await Launch(place, port: 0);
        return new(process, place, port);
    }

    /// <summary>Stops the server. Its objects stay on the disk.</summary>
    public async Task Stop()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Starts a stopped server on the same port, with its objects.</summary>
    public async Task Restart() => (_process, _) = await Launch(_place, _port);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _place.Dispose();
    }

    /// <param name="port">0 uses any free port.</param>
    private static async Task<(Process Process, int Port)> Launch(TempDirectory place, int port)
    {
        var process = Process.Start(
            new ProcessStartInfo("node", "bucket.mjs")
            {
                WorkingDirectory = Repository.PathOf("tests", "bucket"),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
                Environment = { ["FOLDER"] = place.Path, ["PORT"] = port.ToString(CultureInfo.InvariantCulture) },
            }
        )!; // Null only if an existing process is reused.
        return (process, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }
}
