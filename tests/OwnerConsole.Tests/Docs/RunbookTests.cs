using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the commands of the other runbooks.</summary>
[OwnDatabase("The pages are about the private cluster.")]
public sealed partial class RunbookTests : IDisposable
{
    private readonly RunbookShell _owner = new();
    private readonly TempDirectory _place = new();

    [Fact]
    [Trait("When", "nightly")]
    public async Task Every_command_for_the_private_database_works_including_a_version_upgrade()
    {
        var page = new Runbook("docs/guides/database.md");
        var first = page.Take("DATA=/var/lib/owner-console/data");
        await Start();
        var look = await RunScript(Set(first) + page.Take("tail -n 50"));
        await RunScript("systemctl stop owner-console");
        var installed = (await Binaries.Find(major: null, CancellationToken.None)).Major.ToString(CultureInfo.InvariantCulture);
        // This machine has one version, and pg_upgrade also upgrades to the same version.
        var move = Version().Replace(page.Take("pg_upgrade"), installed).Replace("/tmp/upgrade", _place.OpenDirectory("upgrade"), StringComparison.Ordinal);

        var moved = await RunScript(Set(first) + move);
        var isKept = Directory.Exists(Path.Combine(_owner.Data, "postgres." + installed));
        await Start();
        var after = await RunScript(Set(first) + move.Split('\n')[0] + "\n" + page.Take("vacuumdb"));
        var psql = $"env PGPASSWORD=$(cat $DATA/secrets/oc_super) psql -h $DATA/run -U oc_super console";
        await RunScript(Set(first) + page.Take("reindex database").Replace("psql …", psql, StringComparison.Ordinal));

        look.ShouldContain("A console is running with this data.");
        moved.ShouldContain("Upgrade Complete");
        isKept.ShouldBeTrue();
        after.ShouldContain("The schema matches this release.");
        after.ShouldContain("The log is intact");
        page.Left.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_command_for_a_full_disk_works_as_written()
    {
        var page = new Runbook("docs/guides/disk-full.md");
        await Start();

        var found = await RunScript(page.Take("df -h"));
        await RunScript($"DATA={_owner.Data}\ntruncate -s 0 $DATA/postgres.log");
        await RunScript($"systemctl stop owner-console\nDATA={_owner.Data}\nrm $DATA/ballast");
        await Start();
        var health = await RunScript($"export OWNER_CONSOLE_DATA={_owner.Data}\nowner-console doctor");

        found.ShouldContain($"{_owner.Data}/postgres\n");
        health.ShouldContain("A console is running with this data.");
        page.Left.ShouldBeEmpty();
    }

    public void Dispose()
    {
        _owner.Dispose();
        _place.Dispose();
    }

    /// <summary>Sets the console's variables, as the page requires.</summary>
    private string Set(string first) => first + $"export OWNER_CONSOLE_DATA={_owner.Data}\n";

    private async Task Start()
    {
        await RunScript($"export OWNER_CONSOLE_DATA={_owner.Data}\nsystemctl start owner-console");
        await _owner.Answers(_owner.Port);
    }

    private async Task<string> RunScript(string script)
    {
        var (code, said) = await _owner.Type(script);
        code.ShouldBe(0, said);
        return said;
    }

    [GeneratedRegex("(?<=(OLD|NEW)=)[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
