using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>What a runbook tells somebody in trouble to type is typed here.</summary>
public sealed partial class RunbookTests : IDisposable
{
    private readonly Installed _machine = new();
    private readonly Place _place = new();

    [Fact]
    public async Task Every_line_of_moving_the_data_to_another_version_of_PostgreSQL_works_as_it_is_written()
    {
        await _machine.Run("migrate");
        var installed = (await Binaries.Find(major: null, CancellationToken.None)).Major.ToString(CultureInfo.InvariantCulture);
        var block = Blocks("docs/runbooks/database.md").Single(block => block.Contains("pg_upgrade", StringComparison.Ordinal));
        // there is one version on this machine, and pg_upgrade moves to the same one as well
        var script = Version().Replace(block, installed).Replace("/tmp/upgrade", _place.OpenDirectory("upgrade"), StringComparison.Ordinal);

        var (code, said) = await Shell($"set -eu\nDATA={_machine.Data}\n{script}");
        var (health, found) = await _machine.Run("doctor");

        code.ShouldBe(0, said);
        said.ShouldContain("Upgrade Complete");
        health.ShouldBe(0, found);
        found.ShouldContain("It is of this release.");
        Directory.Exists(Path.Combine(_machine.Data, "postgres." + installed)).ShouldBeTrue();
    }

    public void Dispose()
    {
        _machine.Dispose();
        _place.Dispose();
    }

    private static IEnumerable<string> Blocks(string page) =>
        Block().Matches(File.ReadAllText(Path.Combine(Architecture.Product.Root, page))).Select(match => match.Groups[1].Value);

    private static async Task<(int Code, string Said)> Shell(string script)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", script])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        return await Installed.End(shell);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("(?<=(OLD|NEW)=)[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
