using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Runs the bundled simulator, which reports demo data through the public API like an application. Only one run at a time.</summary>
public sealed class DemoPlayer(ILogger<DemoPlayer> log) : IAsyncDisposable
{
    /// <summary>Maximum number of tenants in one demo.</summary>
    public const int MaxTenants = 500;

    private readonly Lock _lock = new();
    private Process? _running;
    private string? _runId;
    private bool _isStopped;
    private Task _watching = Task.CompletedTask;

    /// <summary>Path of the simulator's program.</summary>
    public static string Simulator => Path.Combine(AppContext.BaseDirectory, "simulator", "World.dll");

    /// <summary>True if this installation includes the simulator.</summary>
    public static bool IsBundled => File.Exists(Simulator);

    /// <summary>The command that runs the simulator. A package that includes .NET can run where no dotnet is installed.</summary>
    private static string[] Command => IncludesRuntime ? [Environment.ProcessPath!, "simulate", "--"] : ["dotnet", Simulator]; // a process on Linux always has a path

    private static bool IncludesRuntime =>
        Path.GetDirectoryName(typeof(object).Assembly.Location) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>The demo being generated; null if none is.</summary>
    public DemoKind? Playing { get; private set; }

    /// <summary>Output of the last run; null if there was none.</summary>
    public string? LastMessage { get; private set; }

    /// <summary>True if the last run failed.</summary>
    public bool HasFailed { get; private set; }

    /// <param name="console">URL of this console on its own machine.</param>
    /// <param name="key">Test API key that can report.</param>
    /// <param name="runId">Run that requested it.</param>
    /// <exception cref="Problem">409: demo data is already being generated.</exception>
    public void Start(Uri console, string key, DemoKind kind, int tenants, string runId)
    {
        lock (_lock)
        {
            if (Playing is not null)
                throw new Problem(409, "demo_running", "Demo data is already being generated. Wait until it is finished.");
            string[] words = [.. Command[1..], console.ToString(), tenants.ToString(CultureInfo.InvariantCulture), "2026", "--as", kind.ToText()];
            _running = Process.Start(
                new ProcessStartInfo(Command[0], words)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                    Environment = { ["OWNER_CONSOLE_KEY"] = key },
                }
            )!; // starting a new process never returns null
            (Playing, LastMessage, HasFailed, _runId, _isStopped) = (kind, null, false, runId, false);
            _watching = Watch(_running);
        }
    }

    /// <summary>Stops the simulator if this run started it.</summary>
    public void Stop(string runId)
    {
        lock (_lock)
            if (_running is { HasExited: false } running && _runId == runId)
            {
                _isStopped = true;
                running.Kill();
            }
    }

    /// <summary>Stops the simulator when the console stops.</summary>
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
                (Playing, LastMessage, HasFailed, _running) = (null, _isStopped ? "Stopped." : said, process.ExitCode != 0 && !_isStopped, null);
            if (HasFailed)
                log.LogWarning("The demo simulator exited with code {Code}: {Message}", process.ExitCode, said);
        }
    }
}
