using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Commands;

/// <summary>People in an emergency run commands as root, but the console runs as its own user: it must still start afterwards.</summary>
[OwnDatabase("The program starts its private cluster.")]
public sealed class RootTests : IAsyncLifetime
{
    private IsolatedMachine _machine = null!; // started before each test

    public async ValueTask InitializeAsync() => _machine = await IsolatedMachine.Start();

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    [Trait("When", "nightly")]
    public async Task Commands_run_as_root_act_as_the_owner_of_the_data()
    {
        var page = new Runbook("docs/guides/deploy.md");
        var place = new Runbook("docs/guides/backup-and-recovery.md").Inline("install -d");
        await _machine.TypeSuccessfully(page.Take("useradd"));
        await _machine.Install();
        const string type = "export OWNER_CONSOLE_DATA=/var/lib/owner-console/data\n";
        const string begin = "systemctl start owner-console\nanswers http://localhost:8080/readyz\n";

        var made = await _machine.TypeSuccessfully(type + place + "\nowner-console migrate");
        var live = await _machine.TypeSuccessfully(begin + type + "owner-console migrate --status && owner-console doctor");
        var restored = await _machine.TypeSuccessfully(type + "systemctl stop owner-console\nowner-console backup\nowner-console restore --swap\n" + begin);
        var strange = await _machine.TypeSuccessfully("find /var/lib/owner-console ! -user owner-console");
        var closed = await _machine.Type(type + "owner-console restore --into /opt/copy");

        made.ShouldContain("Running as root: continuing as owner-console, the owner of /var/lib/owner-console/data.");
        live.ShouldContain("ok       account      The console and its database run as user");
        restored.ShouldContain("Restore complete.");
        strange.ShouldBeEmpty();
        closed.Code.ShouldBe(1);
        closed.Said.ShouldContain("/opt/copy is not writable");
        closed.Said.ShouldContain("-m 700 /opt/copy");
        closed.Said.ShouldNotContain("   at ");
    }
}
