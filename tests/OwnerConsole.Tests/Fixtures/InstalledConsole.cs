using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OwnerConsole.Data;

namespace OwnerConsole.Fixtures;

/// <summary>The installed program in a separate process with its own data directory.</summary>
public sealed class InstalledConsole : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oc-installed-");

    public InstalledConsole() =>
        File.SetUnixFileMode(_home.FullName, File.GetUnixFileMode(_home.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    /// <summary>The build output of the program. Coverage tools write next to the copy of the tests, where other accounts can't write.</summary>
    public static string Built
    {
        get
        {
            var tests = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(tests.Parent!.Parent!.FullName, "OwnerConsole", tests.Name); // The artifacts directory has a folder for each project.
        }
    }

    public string Data => Path.Combine(_home.FullName, "data");

    public string MasterKey => Data + ".master-key";

    /// <summary>A command that starts the program in another environment, such as <c>setpriv</c>.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    /// <summary>Whether backups are configured, which most tests don't need.</summary>
    public bool IsBackedUp { get; init; }

    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "owner-console.dll");

    private const int LowestPort = 12_000,
        Ports = 20_000;

    private static int s_port = RandomNumberGenerator.GetInt32(Ports);

    public int Port { get; } = FreePort();

    public Uri Address => new($"http://localhost:{Port}");

    /// <summary>Environment variables of a program with an external database.</summary>
    /// <param name="masterKey">Null if the program creates one.</param>
    public static (string Name, string Value)[] ConnectionVariables(Connections connections, byte[]? masterKey = null) =>
        [
            .. DatabaseRole.All.Select(role => (role.Variable, connections[role])),
            .. connections.Direct is { } direct ? [("ConnectionStrings__Direct", direct)] : Array.Empty<(string, string)>(),
            .. masterKey is not null ? [("OWNER_CONSOLE_MASTER_KEY", Convert.ToBase64String(masterKey))] : Array.Empty<(string, string)>(),
        ];

    /// <param name="words">The command and its options.</param>
    /// <param name="variables">Further environment variables, which override the default ones.</param>
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
        return Process.Start(start)!; // Null only if an existing process is reused.
    }

    /// <returns>The exit code and all output.</returns>
    public async Task<(int Code, string Said)> Run(string words, params (string Name, string Value)[] variables)
    {
        using var process = Start(words, variables);
        return await End(process);
    }

    public static async Task<(int Code, string Said)> End(Process process, int minutes = 5)
    {
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(minutes));
        return (process.ExitCode, await said + await complained);
    }

    public async Task Ready(Process process)
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(50))
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
        throw new TimeoutException("The console was not ready within three minutes.");
    }

    public void Dispose() => _home.Delete(recursive: true);

    /// <returns>A port below the ephemeral range, so that no outgoing connection takes it before a program listens on it.</returns>
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
                continue; // The port is in use.
            }
    }
}
