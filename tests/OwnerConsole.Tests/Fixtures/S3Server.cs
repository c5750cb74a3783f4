using System.Diagnostics;
using System.Globalization;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Fixtures;

/// <summary>A third-party S3 server: a separate process with the npm package s3rver.</summary>
public sealed class S3Server : IAsyncDisposable
{
    private const string KeyId = "S3RVER"; // The only key id that s3rver accepts; the secret is the same text.

    private readonly Process _process;
    private readonly TempDirectory _place;
    private readonly int _port;

    private S3Server(Process process, TempDirectory place, int port) => (_process, _place, _port) = (process, place, port);

    public BackupLocation Store => new($"s3://backups/console?endpoint=http://127.0.0.1:{_port}", KeyId, KeyId);

    public static async Task<S3Server> Start()
    {
        var place = new TempDirectory();
        var process = Process.Start(
            new ProcessStartInfo("node", "bucket.mjs")
            {
                WorkingDirectory = Repository.PathOf("tests", "bucket"),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
                Environment = { ["FOLDER"] = place.Path },
            }
        )!; // Null only if an existing process is reused.
        return new(process, place, int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _place.Dispose();
    }
}
