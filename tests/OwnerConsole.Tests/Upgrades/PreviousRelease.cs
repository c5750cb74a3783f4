using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>What the release before this one left on a machine, see <c>tests/releases/README.md</c>.</summary>
/// <param name="Commit">that it was built from</param>
/// <param name="Key">of an application that may do everything</param>
/// <param name="OpenPreview">was made and not started</param>
/// <param name="WaitingRun">waits for a second person</param>
/// <param name="RunningRun">was killed when <paramref name="Settled"/> of its <paramref name="Subjects"/> were carried out</param>
/// <param name="Root">of the log's first <paramref name="Lines"/> lines, base64</param>
internal sealed record PreviousRelease(
    string Commit,
    string Key,
    string OpenPreview,
    string WaitingRun,
    string RunningRun,
    int Settled,
    int Subjects,
    string Root,
    int Lines
)
{
    private const string Version = "0.1";

    private static string Folder => Path.Combine(Product.Root, "tests", "releases");

    /// <summary>Lays its data on a machine that has none yet.</summary>
    public static Task<PreviousRelease> Unpack(Installed machine) => Unpack(machine.Data);

    public static async Task<PreviousRelease> Unpack(string data)
    {
        await using (var packed = File.OpenRead(Path.Combine(Folder, Version + ".tar.br")))
        await using (var tar = new BrotliStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(tar, Path.GetDirectoryName(data)!, overwriteFiles: false);
        if (Account.Choose(say: null) is { } account)
            Give(Path.Combine(data, "postgres"), account);
        await using var words = File.OpenRead(Path.Combine(Folder, Version + ".json"));
        return (await JsonSerializer.DeserializeAsync<PreviousRelease>(words, JsonSerializerOptions.Web))!; // the file is ours
    }

    /// <summary>Its program: built from this repository's history when it is first asked for, which takes a minute.</summary>
    public async Task<string> Build()
    {
        var home = Path.Combine(Product.Root, "artifacts", "releases", Commit);
        var program = Path.Combine(home, "artifacts", "bin", "OwnerConsole", "debug", "owner-console.dll");
        if (File.Exists(program))
            return program;
        Directory.CreateDirectory(home);
        var built = await ProgramRun.Capture(
            ["sh", "-euc", $"git -C {Product.Root} archive {Commit} | tar -x -C {home} && dotnet build {home}/src/OwnerConsole -v q --nologo"],
            CancellationToken.None
        );
        built.Ok.ShouldBeTrue(built.Out + built.Error);
        return program;
    }

    private static void Give(string cluster, Account account)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(cluster, "*", SearchOption.AllDirectories).Append(cluster))
            Posix.Own(path, account.User, account.Group);
    }
}
