using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Runs the simulator that is bundled with the console: it reports a demo over the public API, as an application does. One at a time.</summary>
public sealed class DemoPlayer(ILogger<DemoPlayer> log) : IAsyncDisposable
{
    /// <summary>Tenants of one demo.</summary>
    public const int MaxTenants = 500;

    private readonly Lock _lock = new();
    private Process? _running;
    private Task _watching = Task.CompletedTask;

    private static string Simulator => Path.Combine(AppContext.BaseDirectory, "simulator", "World.dll");

    /// <summary>Whether this installation has the simulator.</summary>
    public static bool IsBundled => File.Exists(Simulator);

    /// <summary>Who is played just now; null when nothing is.</summary>
    public DemoKind? Playing { get; private set; }

    /// <summary>What the last run said when it ended; null before.</summary>
    public string? LastMessage { get; private set; }

    /// <summary>Whether the last run failed.</summary>
    public bool HasFailed { get; private set; }

    /// <param name="console">the address at which this console answers on its own machine</param>
    /// <param name="key">a test key that may report</param>
    /// <exception cref="Problem">409: a demo is being played</exception>
    public void Start(Uri console, string key, DemoKind kind, int tenants)
    {
        lock (_lock)
        {
            if (Playing is not null)
                throw new Problem(409, "demo_running", "A demo is being played. Wait until it has ended.");
            string[] words = [Simulator, console.ToString(), tenants.ToString(CultureInfo.InvariantCulture), "2026", "--as", kind.ToText()];
            _running = Process.Start(
                new ProcessStartInfo("dotnet", words)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                    Environment = { ["OWNER_CONSOLE_KEY"] = key },
                }
            )!; // it was asked to start a new one
            (Playing, LastMessage, HasFailed) = (kind, null, false);
            _watching = Watch(_running);
        }
    }

    /// <summary>A demo that is being played ends with the console.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running is { HasExited: false } running)
            running.Kill();
        await _watching;
    }

    private async Task Watch(Process process)
    {
        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            var said = ((await output) + (await errors)).Trim();
            lock (_lock)
                (Playing, LastMessage, HasFailed, _running) = (null, said, process.ExitCode != 0, null);
            if (process.ExitCode != 0)
                log.LogWarning("The demo simulator ended with {Code}: {Message}", process.ExitCode, said);
        }
    }
}
