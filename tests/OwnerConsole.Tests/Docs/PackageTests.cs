using System.Diagnostics;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>The packages of bin/pack, on a machine without .NET, and the Containerfile.</summary>
[OwnDatabase("The machine that the package is tried on has one.")]
public sealed partial class PackageTests
{
    private static string Version => VersionElement().Match(File.ReadAllText(Repository.PathOf("Directory.Build.props"))).Value;

    [Fact]
    public async Task The_Containerfile_has_no_lint_and_installs_the_package_of_this_version()
    {
        var file = Repository.PathOf("deploy", "Containerfile");
        using var lint = Process.Start(
            new ProcessStartInfo(Repository.PathOf("tests", "container", "node_modules", ".bin", "dockerfilelint"), [file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!; // Null only if an existing process is reused.

        var (code, said) = await InstalledConsole.End(lint);

        code.ShouldBe(0, said);
        (await File.ReadAllTextAsync(file)).ShouldContain($"ARG PACKAGE=owner-console-{Version}-linux-x64.tar.gz");
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task A_package_serves_and_simulates_on_a_machine_without_dotnet()
    {
        using var developer = new ReaderShell();
        await developer.Type("bin/pack linux-x64", Repository.Root);
        await using var machine = await IsolatedMachine.Start();
        var page = new Runbook("docs/guides/deploy.md");
        await machine.TypeSuccessfully(page.Take("useradd"));
        await machine.TypeSuccessfully(page.Take("tar -xzf").Replace("owner-console-*", $"artifacts/pack/owner-console-{Version}", StringComparison.Ordinal));
        await machine.TypeSuccessfully("mount -t tmpfs tmpfs $(dirname $(readlink -f $(command -v dotnet)))");

        await machine.TypeSuccessfully(page.Take("systemctl enable").Split('\n')[0]);
        await machine.TypeSuccessfully("answers http://localhost:8080/readyz");
        var owner = await machine.TypeSuccessfully("ps -o user= -p $(pgrep -f /opt/owner-console/owner-console | head -n 1)");
        var played = await machine.TypeSuccessfully(
            """
            export OWNER_CONSOLE_DATA=/var/lib/owner-console/data
            OWNER_CONSOLE_KEY=$(owner-console demo) owner-console simulate -- http://localhost:8080 5 2026
            """
        );
        var files = await machine.TypeSuccessfully("ls /opt/owner-console\ngrep -c . /opt/owner-console/THIRD-PARTY-NOTICES.txt");

        owner.Trim().ShouldStartWith("owner-c"); // ps shortens the name
        played.ShouldContain("World: 5 studios with ");
        foreach (var name in new[] { "LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "owner-console.service" })
            files.ShouldContain(name + "\n");
        await machine.TypeSuccessfully("systemctl stop owner-console");
    }

    [GeneratedRegex("(?<=<Version>)[^<]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionElement();
}
