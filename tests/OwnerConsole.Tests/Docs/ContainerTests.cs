using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Tests the container requirements of deploy.md without a container: as process 1, as a named user, on a read-only system with two volumes.</summary>
[OwnDatabase("The machine that the page is tried on has one.")]
[Slow(20, "EmbeddedPostgres")]
public sealed class ContainerTests : IAsyncLifetime
{
    private const string Volume = "/var/lib/owner-console/volume",
        Keys = "/var/lib/owner-console/keys";

    private readonly Runbook _page = new("docs/guides/deploy.md");
    private IsolatedMachine _machine = null!; // up before each test

    public async ValueTask InitializeAsync()
    {
        _machine = await IsolatedMachine.Start("10.0.0.7");
        await _machine.Install();
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    public async Task A_named_user_on_a_read_only_system_can_serve_and_stop_on_one_signal()
    {
        await _machine.TypeSuccessfully(
            $$"""
            useradd --uid 1654 app && install -d -o app -m 700 {{Volume}} {{Keys}}
            unshare --mount --pid --fork --kill-child --mount-proc sh -euc '
              for volume in {{Volume}} {{Keys}}; do mount --bind $volume $volume; done
              mount -t tmpfs -o ro,mode=0 tmpfs /run
              for place in / /etc /opt /usr/local /var /var/lib/owner-console; do mount -o remount,bind,ro $place; done
              exec setpriv --reuid=app --regid=app --clear-groups --no-new-privs env -i PATH=/usr/bin:/bin {{_page.Inline("OWNER_CONSOLE_BIND=")}} \
                OWNER_CONSOLE_DATA={{Volume}}/data {{_page.Inline("OWNER_CONSOLE_MASTER_KEY_FILE")}}={{Keys}}/master {{_page.Inline(
                "OWNER_CONSOLE_BACKUP_KEY_FILE"
            )}}={{Keys}}/backup \
                dotnet /opt/owner-console/owner-console.dll
            ' >/var/log/owner-console.journal 2>&1 &
            echo $! >/run/container
            answers http://10.0.0.7:8080/readyz
            """
        );
        var said = await _machine.TypeSuccessfully($"curl -fsS http://10.0.0.7:8080/healthz\nls {Keys}");
        // docker stop signals process 1.
        await _machine.TypeSuccessfully("kill -TERM $(pgrep -P $(cat /run/container)) && timeout 120 tail --pid=$(cat /run/container) -f /dev/null");
        var ended = await _machine.TypeSuccessfully($"tail -n 1 {Volume}/data/postgres.log");

        said.ShouldContain("backup\nmaster");
        ended.ShouldContain("database system is shut down");
    }

    [Fact]
    public async Task Root_runs_the_database_as_postgres_and_doctor_reports_data_on_the_container_layer()
    {
        const string data = "export OWNER_CONSOLE_DATA=/opt/data\n"; // The container's own layer, on top of the image.
        await _machine.TypeSuccessfully(data + "owner-console migrate");
        var owner = await _machine.TypeSuccessfully("stat -c %U /opt/data/postgres");

        var (code, said) = await _machine.Type(data + "owner-console doctor");

        owner.ShouldBe("postgres\n");
        code.ShouldBe(1);
        said.ShouldContain("The data directory is on overlay, which is lost when the container");
        said.ShouldContain("Put OWNER_CONSOLE_DATA on a volume.");
    }
}
