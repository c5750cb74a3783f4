using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>The data of an earlier release, see <c>tests/releases/README.md</c>.</summary>
/// <param name="Commit">the commit that it was built from</param>
/// <param name="Key">API key with all permissions</param>
/// <param name="OpenPreview">preview that was not started</param>
/// <param name="WaitingRun">run that needs a second approver</param>
/// <param name="RunningRun">run that was interrupted when <paramref name="Settled"/> of its <paramref name="Subjects"/> were done</param>
/// <param name="Root">root of the log's first <paramref name="Lines"/> lines, base64</param>
/// <param name="DemoKey">the same for test mode; null when there is none</param>
internal sealed record RecordedRelease(
    string Commit,
    string Key,
    string OpenPreview,
    string WaitingRun,
    string RunningRun,
    int Settled,
    int Subjects,
    string Root,
    int Lines,
    string? DemoKey = null
)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Created again at each start: the lock, and the ballast that reserves disk space.</summary>
    private static readonly string[] s_recreated = ["console.lock", "ballast"];

    /// <summary>The recorded metrics; empty when the release had none.</summary>
    [JsonIgnore]
    public IReadOnlyList<RecordedMetrics> Numbers { get; init; } = [];

    /// <param name="version">such as 0.1</param>
    /// <returns>the path of its files without their extensions</returns>
    public static string Of(string version) => Path.Combine(Product.Root, "tests", "releases", version);

    /// <summary>Extracts its data to a new directory.</summary>
    public static async Task<RecordedRelease> Unpack(string files, string data)
    {
        await using (var packed = File.OpenRead(files + ".tar.br"))
        await using (var tar = new BrotliStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(tar, Path.GetDirectoryName(data)!, overwriteFiles: false);
        if (SystemAccount.Choose(say: null) is { } account)
            Give(Path.Combine(data, "postgres"), account);
        var release = JsonSerializer.Deserialize<RecordedRelease>(await File.ReadAllTextAsync(files + ".json"), s_json)!; // the file is ours
        if (!File.Exists(files + ".numbers.br"))
            return release;
        await using var numbers = new BrotliStream(File.OpenRead(files + ".numbers.br"), CompressionMode.Decompress);
        return release with { Numbers = (await JsonSerializer.DeserializeAsync<List<RecordedMetrics>>(numbers, s_json))! };
    }

    /// <summary>Stores the record together with the data of a machine whose database was shut down.</summary>
    public async Task Pack(string data, string files)
    {
        await File.WriteAllTextAsync(files + ".json", JsonSerializer.Serialize(this, s_json) + "\n");
        await using (var numbers = Compressed(files + ".numbers.br"))
            await JsonSerializer.SerializeAsync(numbers, Numbers, JsonSerializerOptions.Web);
        await using var tar = new TarWriter(Compressed(files + ".tar.br"));
        var home = Path.GetDirectoryName(data)!;
        var homeFiles = Directory.EnumerateFiles(home);
        var inside = Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories);
        foreach (var path in homeFiles.Concat(inside).Where(path => !s_recreated.Contains(Path.GetFileName(path))).Order(StringComparer.Ordinal).Prepend(data))
            await tar.WriteEntryAsync(path, Path.GetRelativePath(home, path));
    }

    /// <summary>Builds the program of the release from this repository's history when it is first needed, which takes a minute.</summary>
    public async Task<string> Build()
    {
        var home = Path.Combine(Product.Root, "artifacts", "releases", Commit);
        var program = Path.Combine(home, "artifacts", "bin", "OwnerConsole", "debug", "owner-console.dll");
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(home);
        await Shell($"git -C {Product.Root} archive {Commit} | tar -x -C {home} && dotnet build {home}/src/OwnerConsole -v q --nologo");
        return program;
    }

    /// <summary>The commit that last changed the program.</summary>
    public static async Task<string> Now() =>
        (await Shell($"git -C {Product.Root} log -1 --format=%H -- src Directory.Build.props Directory.Packages.props")).Trim();

    private static async Task<string> Shell(string line)
    {
        var ran = await ProgramRun.Capture(["sh", "-euc", line], CancellationToken.None);
        ran.Ok.ShouldBeTrue(ran.Out + ran.Error);
        return ran.Out;
    }

    private static BrotliStream Compressed(string file) => new(File.Create(file), CompressionLevel.SmallestSize);

    private static void Give(string cluster, SystemAccount account)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(cluster, "*", SearchOption.AllDirectories).Append(cluster))
            Posix.Own(path, account.User, account.Group);
    }
}
