using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Hosting.Backups;

[OwnDatabase("Backups are of the private cluster; whoever runs another one makes theirs.")]
[Slow(35, "Backups")]
public sealed class BackupRestorerTests(BackedUpConsole console) : IClassFixture<BackedUpConsole>
{
    [Fact]
    public async Task A_backup_restores_to_any_kind_of_target()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("first");
        var id = await Take();
        var trial = await console.Engine.VerifyRestore(id, console.Store, CancellationToken.None);
        await app.Tenant("second");
        await Sql("select pg_create_restore_point('before_third')");
        var beforeThird = await Sql<DateTime>("select clock_timestamp()");
        await app.Tenant("third");
        await Shipped();

        var point = await Restored(id, new(Point: "before_third"));
        var timed = await RestoreCopy(id, new(At: new(beforeThird)));
        var time = timed.Tally;
        var last = await Restored(id, RestoreTarget.Last);
        var unknown = await Should.ThrowAsync<BackupException>(() => Restored(id, new(Point: "never_made")));

        trial.Tally.Tenants.ShouldBe(point.Tenants - 1);
        time.Tenants.ShouldBe(point.Tenants);
        timed.ReachedAt!.Value.ShouldBeInRange(new DateTimeOffset(beforeThird).AddMinutes(-5), new(beforeThird));
        last.Tenants.ShouldBe(point.Tenants + 1);
        last.Lines.ShouldBeGreaterThan(point.Lines);
        unknown.Message.ShouldContain("recovery ended before configured recovery target was reached");
        Directory.Exists(console.Data + ".trial").ShouldBeFalse();
    }

    [Fact]
    public async Task A_corrupted_backup_is_detected_and_not_restored()
    {
        var id = await Take();
        var stored = Directory.GetFiles(console.Store.Address, "base", SearchOption.AllDirectories).Single(path => path.Contains(id, StringComparison.Ordinal));
        await Flip(stored);
        var into = console.SiblingPath("flipped");

        var tried = await Should.ThrowAsync<BackupException>(() => console.Engine.VerifyRestore(id, console.Store, CancellationToken.None));
        await Should.ThrowAsync<BackupException>(() => Restored(id, RestoreTarget.Last, into));

        tried.Message.ShouldContain("can't be decrypted: it was changed in storage");
        Directory.Exists(Path.Combine(into, "postgres")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_missing_WAL_segment_is_named_and_nothing_is_restored()
    {
        var id = await Take();
        await Sql("create table public.more (n int)");
        await Shipped();
        await Sql("drop table public.more");
        await Shipped();
        using var vault = console.Vault();
        var manifest = await BackupLayout.Find(vault, id, CancellationToken.None);
        var wal = Directory.GetFiles(Path.Combine(console.Store.Address, manifest.Cluster, "wal")).Order(StringComparer.Ordinal).ToList();
        var gone = wal[^2];
        var kept = await File.ReadAllBytesAsync(gone);
        File.Delete(gone);

        var refused = await Should.ThrowAsync<BackupException>(() => Restored(id, RestoreTarget.Last));
        await File.WriteAllBytesAsync(gone, kept); // backups of other tests need it

        refused.Message.ShouldContain($"{Path.GetFileName(gone)} is missing in");
    }

    [Fact]
    public async Task A_backup_of_another_PostgreSQL_version_names_the_required_package()
    {
        var id = await Take();
        using var vault = console.Vault();
        var manifest = await BackupLayout.Find(vault, id, CancellationToken.None);

        var refused = await Should.ThrowAsync<BackupException>(() =>
            BackupRestorer.Restore(
                vault,
                manifest with
                {
                    Major = 14,
                },
                RestoreTarget.Last,
                console.SiblingPath("older"),
                console.Settings,
                ledger: null,
                default
            )
        );

        refused.Message.ShouldContain("/usr/lib/postgresql/14/bin");
    }

    [Fact]
    public async Task A_run_with_a_second_approver_has_a_restore_point_before_it()
    {
        var crowd = await TenantCrowd.Gather(console, "lost", 26);
        var id = await Take();
        var run = await crowd.Start(await crowd.Preview("lost"));
        await crowd.Approve(run);
        var ended = await crowd.Ended(run);
        await Shipped();
        var into = console.SiblingPath("last-resort");
        using var vault = console.Vault();

        await BackupRestorer.Restore(
            vault,
            await BackupLayout.Find(vault, id, CancellationToken.None),
            new(Point: run.RunId),
            into,
            console.Settings,
            ledger: null,
            CancellationToken.None
        );

        ended.RestorePoint.ShouldBeTrue();
        (await crowd.Suspended("lost")).ShouldBe(26);
        await using (var copy = await Cluster.Start(new(into, Durable: false)))
        await using (var database = new Database(copy.Connections))
        await using (var work = await database.Read())
            (await work.One<long>("select count(*) from access.suspensions")).ShouldBe(0);
        BackupRestorer.Clear(into);
    }

    private async Task<string> Take()
    {
        var id = new IdGenerator(TimeProvider.System).New("bak");
        await console.Engine.CreateBackup(id, console.Store, isShipped: true, CancellationToken.None);
        return id;
    }

    private async Task<RowCounts> Restored(string id, RestoreTarget target, string? into = null) => (await RestoreCopy(id, target, into)).Tally;

    private async Task<RestoredCopy> RestoreCopy(string id, RestoreTarget target, string? into = null)
    {
        into ??= console.SiblingPath("restored");
        using var vault = console.Vault();
        var manifest = await BackupLayout.Find(vault, id, CancellationToken.None);
        try
        {
            return await BackupRestorer.Restore(vault, manifest, target, into, console.Settings, ledger: null, CancellationToken.None);
        }
        finally
        {
            BackupRestorer.Clear(into);
        }
    }

    /// <summary>Completes the current WAL segment and waits until it is in the store.</summary>
    private async Task Shipped()
    {
        var segment = await Sql<string>("select pg_walfile_name(pg_switch_wal())");
        using var vault = console.Vault();
        for (
            var left = TimeSpan.FromSeconds(30);
            (await vault.List("", CancellationToken.None)).All(name => !name.EndsWith(segment, StringComparison.Ordinal));
            left -= TimeSpan.FromMilliseconds(50)
        )
        {
            left.ShouldBeGreaterThan(TimeSpan.Zero);
            await Task.Delay(50);
            await console.Engine.ShipWal(console.Store, CancellationToken.None);
        }
    }

    private static async Task Flip(string path)
    {
        await using var file = File.Open(path, FileMode.Open);
        file.Position = file.Length / 2;
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }

    private Task Sql(string sql) => Sql<object?>(sql);

    private async Task<T> Sql<T>(string sql)
    {
        var location = await ClusterLocation.Find(console.Data, say: null, CancellationToken.None);
        var super = location.DataDirectory.ConnectionString(DatabaseRoles.Super, location.Passwords);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(super) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!; // every query returns one value
    }
}
