using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>What an earlier release left on a machine, see <c>tests/releases/README.md</c>.</summary>
/// <param name="Commit">that it was built from</param>
/// <param name="Key">of an application that may do everything</param>
/// <param name="OpenPreview">was made and not started</param>
/// <param name="WaitingRun">waits for a second person</param>
/// <param name="RunningRun">was killed when <paramref name="Settled"/> of its <paramref name="Subjects"/> were carried out</param>
/// <param name="Root">of the log's first <paramref name="Lines"/> lines, base64</param>
/// <param name="DemoKey">the same over the demo; null where there is none</param>
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

    /// <summary>Made anew at each start: the lock, and the room that is set aside on the disk.</summary>
    private static readonly string[] s_passing = ["console.lock", "ballast"];

    /// <summary>What every metric said; nothing where there were none.</summary>
    [JsonIgnore]
    public IReadOnlyList<RecordedMetrics> Numbers { get; init; } = [];

    /// <param name="version">such as 0.1</param>
    /// <returns>its files without their endings</returns>
    public static string Of(string version) => Path.Combine(Product.Root, "tests", "releases", version);

    /// <summary>Lays its data where there is none yet.</summary>
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

    /// <summary>Keeps it, with the data of a machine whose database was shut down.</summary>
    public async Task Pack(string data, string files)
    {
        await File.WriteAllTextAsync(files + ".json", JsonSerializer.Serialize(this, s_json) + "\n");
        await using (var numbers = Compressed(files + ".numbers.br"))
            await JsonSerializer.SerializeAsync(numbers, Numbers, JsonSerializerOptions.Web);
        await using var tar = new TarWriter(Compressed(files + ".tar.br"));
        var home = Path.GetDirectoryName(data)!;
        var beside = Directory.EnumerateFiles(home);
        var inside = Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories);
        foreach (var path in beside.Concat(inside).Where(path => !s_passing.Contains(Path.GetFileName(path))).Order(StringComparer.Ordinal).Prepend(data))
            await tar.WriteEntryAsync(path, Path.GetRelativePath(home, path));
    }

    /// <summary>Its program: built from this repository's history when it is first asked for, which takes a minute.</summary>
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

    /// <summary>The commit that the program was last changed with.</summary>
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
