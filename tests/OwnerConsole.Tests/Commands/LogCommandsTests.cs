using System.Diagnostics;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Commands;

[Slow(20, "Log", "Commands")]
public sealed partial class LogCommandsTests : IDisposable
{
    private readonly InstalledConsole _machine = new();
    private readonly TempDirectory _place = new();

    private string Target => Path.Combine(_place.Path, "export");

    [Fact]
    public async Task An_export_is_verified_with_openssl_and_its_own_README()
    {
        await using var console = await Written();

        var (code, said) = await Run(console, $"log export {Target}");
        var readme = await File.ReadAllTextAsync(Path.Combine(Target, "README.md"));
        var whole = await Shell(readme);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Target, "log.ndjson"));
        await File.WriteAllLinesAsync(Path.Combine(Target, "log.ndjson"), [lines[0], lines[2], lines[1], .. lines[3..]]);
        var swapped = await Shell(readme);
        await File.WriteAllLinesAsync(Path.Combine(Target, "log.ndjson"), lines[..^1]);
        var cut = await Shell(readme);
        var checkpoint = (await File.ReadAllTextAsync(Path.Combine(Target, "checkpoint"))).Split('\n');
        checkpoint[1] = "5";
        await File.WriteAllTextAsync(Path.Combine(Target, "checkpoint"), string.Join('\n', checkpoint));
        var unsigned = await Shell(readme);

        code.ShouldBe(0, said);
        readme.Split('\n').Length.ShouldBeLessThan(70);
        whole.Code.ShouldBe(0, whole.Said);
        whole.Said.ShouldContain("Verified OK");
        whole.Said.ShouldContain("The log is intact.");
        whole.Said.ShouldContain("tenant");
        swapped.Said.ShouldContain("Verified OK");
        new[] { swapped, cut, unsigned }.ShouldAllBe(run => run.Code != 0 && !run.Said.Contains("The log is intact."));
        unsigned.Said.ShouldNotContain("Verified OK");
    }

    [Fact]
    public async Task Verification_exits_with_0_for_an_intact_log_and_export()
    {
        await using var console = await Written();

        var database = await Run(console, "log verify");
        var late = await Run(console, "log verify --from 4");
        await Run(console, $"log export {Target}");
        var again = await Run(console, $"log export {Target}");
        var export = await _machine.Run($"log verify --export {Target} --checkpoint {Target}/checkpoint");

        (database.Code, late.Code, export.Code).ShouldBe((0, 0, 0), database.Said + late.Said + export.Said);
        database.Said.ShouldStartWith("The log is intact: 6 entries, ");
        export.Said.ShouldStartWith("The log is intact: 6 entries, 2 checkpoints");
        (again.Code, again.Said).ShouldBe((1, $"{Target} is not empty. Use a new directory.\n"));
    }

    [Fact]
    public async Task A_pruned_log_is_verified_and_exported_with_its_unproved_parts()
    {
        await using var console = await Written();
        await OldLog.Write(console, 4); // the first line is much older than the line before it, so it is not pruned
        await LogForgery.Signed(console);
        await OldLog.Policy(console, 90);
        await OldLog.Prune(console);

        var database = await Run(console, "log verify");
        await Run(console, $"log export {Target}");
        var export = await _machine.Run($"log verify --export {Target}");
        var shell = await Shell(await File.ReadAllTextAsync(Path.Combine(Target, "README.md")));
        var lines = await File.ReadAllLinesAsync(Path.Combine(Target, "log.ndjson"));
        lines[8] = lines[8].Replace("\"subject\":\"tnt_platform\"", "\"subject\":\"tnt_other\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(Path.Combine(Target, "log.ndjson"), lines);
        var changed = await _machine.Run($"log verify --export {Target}");

        (database.Code, export.Code, shell.Code, changed.Code).ShouldBe((0, 0, 0, 3), database.Said + export.Said + shell.Said + changed.Said);
        database.Said.ShouldContain("The text of 3 entries up to 20");
        export.Said.ShouldContain("The text of 3 entries up to 20");
        shell.Said.ShouldContain("3 lines are pruned.");
        shell.Said.ShouldContain("The log is intact.");
        lines.Count(line => line.Contains("secret", StringComparison.Ordinal)).ShouldBe(1);
        changed.Said.ShouldStartWith("Positions 8 to 10: One of these 3 entries was changed after its text was removed");
    }

    [Theory]
    [InlineData("delete from core.log where id = (select id from core.log_order where pos = 4)", 2)]
    [InlineData("update core.log set actor = 'usr_other' where id = (select id from core.log_order where pos = 4)", 3)]
    [InlineData("update core.log_checkpoints set note = replace(note, E'\\n6\\n', E'\\n4\\n')", 4)]
    public async Task Verification_reports_the_fault_by_its_exit_code_and_shows_adjacent_lines(string forged, int number)
    {
        await using var console = await Written();
        await LogForgery.Forge(console, forged);

        var (code, said) = await Run(console, "log verify");

        code.ShouldBe(number, said);
        said.ShouldStartWith("Position 4: ");
        said.ShouldContain("\n          3  ");
        said.ShouldContain("\n          5  ");
        if (number != 2)
            said.ShouldContain("\n>         4  ");
    }

    [Fact]
    public async Task A_log_that_forked_from_a_saved_checkpoint_exits_with_5()
    {
        await using var console = await Written();
        await Run(console, $"log export {Target}");
        await LogForgery.Quiet(console);
        await LogForgery.Forge(
            console,
            "delete from core.log_checkpoints; update core.log_order set pos = -pos where pos in (2, 3); update core.log_order set pos = 5 + pos where pos < 0"
        );

        var kept = await Run(console, $"log verify --checkpoint {Target}/checkpoint");
        File.Copy($"{Target}/checkpoint", _machine.Data + ".checkpoints");
        var anchored = await Run(console, "log verify");
        var nothing = await Run(console, $"log verify --checkpoint {Target}/README.md");
        var missing = await Run(console, $"log verify --checkpoint {Target}/missing");

        (kept.Code, anchored.Code).ShouldBe((5, 5), kept.Said + anchored.Said);
        kept.Said.ShouldStartWith("Positions 1 to 6: ");
        (nothing.Code, missing.Code).ShouldBe((1, 1));
        nothing.Said.ShouldContain("has no readable checkpoints");
    }

    [Fact]
    public async Task A_changed_export_does_not_verify()
    {
        await using var console = await Written();
        await Run(console, $"log export {Target}");
        var lines = await File.ReadAllLinesAsync(Path.Combine(Target, "log.ndjson"));
        lines[2] = lines[2].Replace("\"kind\":\"intake\"", "\"kind\":\"system\"", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(Path.Combine(Target, "log.ndjson"), lines);

        var changed = await _machine.Run($"log verify --export {Target}");
        await File.WriteAllTextAsync(Path.Combine(Target, "log.ndjson"), "nothing\n");
        var nothing = await _machine.Run($"log verify --export {Target}");
        var missing = await _machine.Run($"log verify --export {Target}/missing");

        (changed.Code, nothing.Code, missing.Code).ShouldBe((3, 1, 1), changed.Said + nothing.Said + missing.Said);
        changed.Said.ShouldStartWith("Position 3: ");
    }

    public void Dispose()
    {
        _machine.Dispose();
        _place.Dispose();
    }

    /// <summary>Writes six lines and signs them with one checkpoint.</summary>
    private static async Task<TestConsole> Written()
    {
        var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        for (var number = 1; number <= 6; number++)
            await app.Tenant($"exported-{number}");
        (await LogForgery.Signed(console)).ShouldBe(6);
        return console;
    }

    private Task<(int Code, string Said)> Run(TestConsole console, string words) =>
        _machine.Run(words, InstalledConsole.ConnectionVariables(console.Options.Connections, console.Options.MasterKey));

    /// <summary>Runs the steps of the README, and stops at the first failure.</summary>
    private async Task<(int Code, string Said)> Shell(string readme)
    {
        var steps = Steps().Matches(readme).Select(match => match.Groups[1].Value).ToList();
        steps.Count.ShouldBe(4);
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-euc", string.Join('\n', steps)])
            {
                WorkingDirectory = Target,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        return await InstalledConsole.End(shell);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Steps();
}
