using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>The program as an owner starts it: a process of its own, a data directory of its own.</summary>
public sealed class InstalledConsole : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oc-installed-");

    public InstalledConsole() =>
        File.SetUnixFileMode(_home.FullName, File.GetUnixFileMode(_home.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    /// <summary>The folder of the program as it was built: what measures coverage writes beside the copy that the tests have, which other accounts may not.</summary>
    public static string Built
    {
        get
        {
            var tests = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(tests.Parent!.Parent!.FullName, "OwnerConsole", tests.Name); // artifacts have a folder for each project
        }
    }

    public string Data => Path.Combine(_home.FullName, "data");

    public string MasterKey => Data + ".master-key";

    /// <summary>A command that starts the program in other surroundings, such as <c>setpriv</c>.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>As an owner's is; most tests have no use for it.</summary>
    public bool IsBackedUp { get; init; }

    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "owner-console.dll");

    private const int LowestPort = 12_000,
        Ports = 20_000;

    private static int s_port = RandomNumberGenerator.GetInt32(Ports);

    public int Port { get; } = FreePort();

    public Uri Address => new($"http://localhost:{Port}");

    /// <summary>The surroundings of a program whose database somebody else runs.</summary>
    /// <param name="masterKey">null for one that it makes by itself</param>
    public static (string Name, string Value)[] ConnectionVariables(Connections connections, byte[]? masterKey = null) =>
        [
            ("ConnectionStrings__Migrate", connections.Migrator),
            ("ConnectionStrings__App", connections.App),
            ("ConnectionStrings__Console", connections.Console),
            ("ConnectionStrings__Bound", connections.Bound),
            ("ConnectionStrings__Portal", connections.Portal),
            ("ConnectionStrings__Sequencer", connections.Sequencer),
            .. connections.Direct is { } direct ? [("ConnectionStrings__Direct", direct)] : Array.Empty<(string, string)>(),
            .. masterKey is not null ? [("OWNER_CONSOLE_MASTER_KEY", Convert.ToBase64String(masterKey))] : Array.Empty<(string, string)>(),
        ];

    /// <param name="words">the command and its options</param>
    /// <param name="variables">more surroundings, over our own</param>
    public Process Start(string words, params (string Name, string Value)[] variables)
    {
        string[] all = [.. Within, "dotnet", Program, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                ["OWNER_CONSOLE_DATA"] = Data,
                ["OWNER_CONSOLE_BACKUPS"] = IsBackedUp ? "" : "off",
                ["PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!; // it was asked to start a new one
    }

    /// <returns>how it ended and everything it said</returns>
    public async Task<(int Code, string Said)> Run(string words, params (string Name, string Value)[] variables)
    {
        using var process = Start(words, variables);
        return await End(process);
    }

    public static async Task<(int Code, string Said)> End(Process process)
    {
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await said + await complained);
    }

    public async Task Ready(Process process)
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            if (process.HasExited)
                throw new InvalidOperationException("The console ended: " + (await End(process)).Said);
            try
            {
                if ((await http.GetAsync("/readyz")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                continue;
            }
        }
        throw new TimeoutException("The console was not ready within a minute.");
    }

    public void Dispose() => _home.Delete(recursive: true);

    /// <returns>a port below those that the system gives to connections, or one of them could take it before a program listens on it</returns>
    public static int FreePort()
    {
        while (true)
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, LowestPort + ((Interlocked.Increment(ref s_port) & int.MaxValue) % Ports));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                continue; // taken
            }
    }
}
