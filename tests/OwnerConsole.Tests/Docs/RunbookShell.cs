using System.Diagnostics;
using System.Globalization;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the commands of a page with the paths of this machine, <c>owner-console</c> and a replacement for <c>systemctl</c>.</summary>
internal sealed class RunbookShell : IDisposable
{
    private const UnixFileMode Program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int Terminate = 15;
    private const string Home = "/var/lib/owner-console";

    private readonly InstalledConsole _machine = new() { IsBackedUp = true };
    private readonly List<int> _begun = [];

    public RunbookShell()
    {
        Directory.CreateDirectory(Bin);
        Put("owner-console", $"exec dotnet {_machine.Program} \"$@\"");
        // A process that ended can stay a zombie in a container whose process 1 doesn't reap children.
        Put(
            "systemctl",
            $$"""
            case $1 in
              start) owner-console serve >>{{Bin}}/served.log 2>&1 & echo $! >{{Bin}}/served.pid ;;
              stop) pid=$(cat {{Bin}}/served.pid) && kill -TERM $pid && while [ -e /proc/$pid ] && ! grep -q ') Z' /proc/$pid/stat; do sleep 0.1; done ;;
            esac
            """
        );
    }

    public string Data => _machine.Data;

    public string Master => _machine.MasterKey;

    public int Port => _machine.Port;

    public Uri Address => _machine.Address;

    private string Bin => Path.Combine(Folder, "bin");

    private string Folder => Path.GetDirectoryName(_machine.Data)!;

    /// <returns>The path on this machine for a path below the default directory.</returns>
    public string Beside(string name) => Path.Combine(Folder, name);

    /// <returns>The exit code and output of the shell.</returns>
    public async Task<(int Code, string Said)> Type(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("sh", ["-euc", script.Replace(Home, Folder, StringComparison.Ordinal)])
        {
            RedirectStandardInput = true, // psql then doesn't prompt.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = $"{Bin}:{Environment.GetEnvironmentVariable("PATH")}", ["PORT"] = _machine.Port.ToString(CultureInfo.InvariantCulture) },
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var shell = Process.Start(start)!; // Null only if an existing process is reused.
        shell.StandardInput.Close();
        return await InstalledConsole.End(shell);
    }

    /// <summary>Runs a script whose last command doesn't exit.</summary>
    /// <returns>The process id, once its console responds.</returns>
    public async Task<int> Begin(string script, int port)
    {
        var (_, said) = await Type($"{script.TrimEnd()} >>{Bin}/begun.log 2>&1 & echo $!");
        var process = int.Parse(said.TrimEnd().Split('\n')[^1], CultureInfo.InvariantCulture);
        _begun.Add(process);
        await Answers(port);
        return process;
    }

    public async Task Answers(int port)
    {
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(100))
        {
            try
            {
                if ((await http.GetAsync(new Uri($"http://localhost:{port}/readyz"))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                continue;
            }
        }
        throw new TimeoutException(string.Join('\n', Directory.GetFiles(Bin, "*.log").Select(File.ReadAllText)));
    }

    /// <summary>Stops the process as Ctrl-C does, and waits until it has exited.</summary>
    public static async Task Break(int process)
    {
        Posix.Signal(process, Terminate);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1) && Lives(process); await Task.Delay(100)) { }
    }

    public void Dispose()
    {
        if (File.Exists(Path.Combine(Bin, "served.pid")))
            _begun.Add(int.Parse(File.ReadAllText(Path.Combine(Bin, "served.pid")), CultureInfo.InvariantCulture));
        foreach (var process in _begun.Where(IsOurs))
            Break(process).GetAwaiter().GetResult();
        _machine.Dispose();
    }

    /// <summary>Process ids are reused, so another test's console can have this id.</summary>
    private bool IsOurs(int process) => Lives(process) && File.ReadAllText($"/proc/{process}/environ").Contains(Bin, StringComparison.Ordinal);

    private static bool Lives(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z", StringComparison.Ordinal);

    private void Put(string name, string script)
    {
        var path = Path.Combine(Bin, name);
        File.WriteAllText(path, "#!/bin/sh\nset -eu\n" + script + "\n");
        File.SetUnixFileMode(path, Program);
    }
}
