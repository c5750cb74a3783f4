using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Upgrades;

namespace OwnerConsole.Tests.Docs;

/// <summary>Runs the steps of upgrade.md on data of the previous release, and produces each error of its table.</summary>
[OwnDatabase("The machine that the page is tried on has one.")]
public sealed class UpgradeGuideTests : IAsyncLifetime
{
    private const string Variables = "export OWNER_CONSOLE_DATA=/var/lib/owner-console/data\n";
    private const string Answers = "answers http://localhost:8080/readyz\n";

    private readonly Runbook _page = new("docs/guides/upgrade.md");
    private IsolatedMachine _machine = null!; // up before each test

    public async ValueTask InitializeAsync()
    {
        _machine = await IsolatedMachine.Start();
        var deploy = new Runbook("docs/guides/deploy.md");
        await _machine.TypeSuccessfully(deploy.Take("useradd"));
        await _machine.Install();
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    [Trait("When", "nightly")]
    public async Task Every_step_works_as_written()
    {
        var before = await RecordedRelease.Unpack(RecordedRelease.Of("0.3"), _machine.Data);
        await _machine.TypeSuccessfully("chown -R owner-console: /var/lib/owner-console");

        // The program of the previous release is not available, so the test starts with step 3 on its data.
        var status = await _machine.TypeSuccessfully(Variables + _page.Inline("owner-console migrate --status"));
        var migrated = await _machine.TypeSuccessfully(Variables + _page.Inline("owner-console migrate"));
        await _machine.TypeSuccessfully("systemctl start owner-console\n" + Answers);
        var verified = await _machine.TypeSuccessfully(
            Variables + _page.Inline("owner-console log verify").Replace("DATA", "$OWNER_CONSOLE_DATA", StringComparison.Ordinal)
        );
        await _machine.TypeSuccessfully(_page.Inline("systemctl stop owner-console"));
        var made = await _machine.TypeSuccessfully(Variables + _page.Inline("owner-console backup"));

        status.ShouldContain("core/data/0001_data");
        (migrated.Contains("Applied ", StringComparison.Ordinal) || migrated.Contains("Nothing to apply.", StringComparison.Ordinal)).ShouldBeTrue(migrated);
        verified.ShouldContain("The log is intact");
        made.ShouldContain("Verified by a test restore");
        before.Lines.ShouldBePositive();
        _page.Left.ShouldBeEmpty();
    }

    [Fact]
    [Trait("When", "nightly")]
    public async Task Each_documented_start_error_appears_and_start_works_after_the_fix()
    {
        const string psql = "PGPASSWORD=$(cat $OWNER_CONSOLE_DATA/secrets/oc_super) psql -qX -h $OWNER_CONSOLE_DATA/run -U oc_super console -c ";
        const string cluster = "/var/lib/owner-console/data/postgres";
        (string Spoilt, string Mended)[] troubles =
        [
            (
                psql + "\"insert into migrations.applied (name, hash) values ('access/9999_tomorrow', '')\"",
                psql + "\"delete from migrations.applied where name = 'access/9999_tomorrow'\""
            ),
            (
                psql + "\"update migrations.applied set hash = 'x' || hash where name = 'access/0001_access'\"",
                psql + "\"update migrations.applied set hash = substr(hash, 2) where name = 'access/0001_access'\""
            ),
        ];
        await _machine.TypeSuccessfully("systemctl start owner-console\n" + Answers);
        var rows = _page.Table("It says").Select(row => row[0].Trim('`')).ToList();

        rows.RemoveAll(row => row.StartsWith("This database was created by", StringComparison.Ordinal)).ShouldBe(1); // MigratorTests refuse such a database.
        rows.RemoveAll(row => row.StartsWith("The roles oc_bound", StringComparison.Ordinal)).ShouldBe(1); // Needs an external server: OutsideTests remove the role.
        rows.Count.ShouldBe(4);
        rows[0].ShouldBe("Migration … is blocked by a lock on a table"); // Takes a minute: MigratorTests lock a table.
        foreach (var ((spoilt, mended), row) in troubles.Zip(rows.Skip(1)))
        {
            await _machine.TypeSuccessfully(Variables + spoilt);
            ShouldReport(await _machine.Type(Variables + "owner-console migrate"), row);
            await _machine.TypeSuccessfully(Variables + mended + "\nowner-console migrate");
        }
        await _machine.TypeSuccessfully($"systemctl stop owner-console\nmv {cluster}/PG_VERSION /tmp/version\necho 14 >{cluster}/PG_VERSION");
        ShouldReport(
            await _machine.Type(Variables + "owner-console serve"),
            rows[3].Replace("PostgreSQL 15", "PostgreSQL 14", StringComparison.Ordinal).Replace("version 17", "version 15", StringComparison.Ordinal)
        );
        await _machine.TypeSuccessfully($"mv /tmp/version {cluster}/PG_VERSION\nsystemctl start owner-console\n" + Answers);
    }

    private static void ShouldReport((int Code, string Said) ended, string row)
    {
        ended.Code.ShouldBe(1);
        foreach (var part in row.Split('…'))
            ended.Said.ShouldContain(part);
    }
}
