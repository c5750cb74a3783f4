using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration First = new("test/9001_first", "-- why\ncreate table migrations.first (id int primary key)");
    private static readonly Migration Second = new("test/9002_second", "-- why\ncreate table migrations.second (id int primary key)");
    private Connections _copy = null!; // set before each test
    private IReadOnlyList<Migration> _product = [];

    public async ValueTask InitializeAsync()
    {
        _copy = await TestCluster.Current.Copy();
        _product = Schema.Migrations(ModuleList.All);
    }

    public ValueTask DisposeAsync() => new(TestCluster.Current.Drop(_copy));

    [Fact]
    public async Task Concurrent_migrators_apply_each_migration_once()
    {
        var both = await Task.WhenAll(Migrator(First, Second).Run(), Migrator(First, Second).Run());

        both.SelectMany(applied => applied).ShouldBe(["test/9001_first", "test/9002_second"], ignoreOrder: true);
        (await Migrator(First, Second).Status()).ShouldAllBe(entry => entry.At != null);
    }

    [Fact]
    public async Task A_changed_migration_file_stops_the_start()
    {
        await Migrator(First).Run();

        var refused = await Should.ThrowAsync<SchemaException>(() => Migrator(First with { Sql = First.Sql + " -- changed" }).Run());

        refused.Message.ShouldContain("test/9001_first");
    }

    [Fact]
    public async Task A_database_of_a_newer_release_stops_the_start_of_an_older_one()
    {
        await Migrator(First, Second).Run();

        var refused = await Should.ThrowAsync<SchemaException>(() => Migrator(First).Run());

        refused.Message.ShouldContain("newer release");
    }

    [Fact]
    public async Task A_repeatable_file_is_applied_again_when_it_changes()
    {
        var function = new Migration("test/functions/answer", "create or replace function migrations.answer() returns int language sql return 1");
        var changed = function with { Sql = function.Sql + " + 1" };
        await Migrator(function).Run();

        var again = await Migrator(function).Run();
        var pending = (await Migrator(changed).Status()).Single(entry => entry.Migration == changed);
        var applied = await Migrator(changed).Run();
        var reverted = await Migrator(function).Run();

        again.ShouldBeEmpty();
        pending.At.ShouldBeNull();
        applied.ShouldBe(["test/functions/answer"]);
        reverted.ShouldBe(["test/functions/answer"]);
    }

    [Fact]
    public async Task Functions_of_a_newer_release_stop_the_start_of_an_older_one()
    {
        var function = new Migration("test/functions/answer", "create or replace function migrations.answer() returns int language sql return 1");
        await new Migrator(_copy.Migrator, [.. _product, function], release: OwnerConsole.Data.Migrator.CurrentRelease + 1).Run();

        var refused = await Should.ThrowAsync<SchemaException>(() => Migrator(function with { Sql = function.Sql + " + 1" }).Run());

        refused.Message.ShouldContain("a later version of test/functions/answer");
    }

    [Fact]
    public async Task A_database_of_a_release_before_0_3_is_refused()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await Execute(super, "alter table migrations.applied add column number int");

        var refused = await Should.ThrowAsync<SchemaException>(() => Migrator().Run());
        var status = await Should.ThrowAsync<SchemaException>(() => Migrator().Status());

        refused.Message.ShouldContain("before 0.3");
        status.Message.ShouldBe(refused.Message);
    }

    [Fact]
    public async Task A_failed_migration_is_rolled_back()
    {
        var broken = new Migration("test/9003_broken", "create table migrations.half (id int); select 1 / 0");

        await Should.ThrowAsync<Npgsql.PostgresException>(() => Migrator(First, broken).Run());

        var status = await Migrator(First, broken).Status();
        status.Single(entry => entry.Migration == First).At.ShouldNotBeNull();
        status.Single(entry => entry.Migration == broken).At.ShouldBeNull();
        await Migrator(First, broken with { Sql = "create table migrations.half (id int)" }).Run();
    }

    [Fact]
    public async Task A_migration_retries_for_a_lock_without_blocking_requests()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await using var reading = await super.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Execute(super, "lock table core.members in access share mode");
        var change = new Migration("test/9004_change", "-- why\nalter table core.members add column shoe_size int");

        var migrating = new Migrator(_copy.Migrator, [.. _product, change], TimeSpan.FromMilliseconds(300)).Run();
        var attempts = new HashSet<DateTime>();
        while (attempts.Count < 2)
            attempts.UnionWith(await Waiting(super));
        await reading.CommitAsync(TestContext.Current.CancellationToken);

        (await migrating).ShouldBe(["test/9004_change"]);
    }

    [Fact]
    public async Task A_migration_that_gets_no_lock_fails_with_instructions()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await using var reading = await super.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Execute(super, "lock table core.members in access share mode");
        var change = new Migration("test/9004_change", "-- why\nalter table core.members add column shoe_size int");

        var refused = await Should.ThrowAsync<SchemaException>(() => new Migrator(_copy.Migrator, [.. _product, change], TimeSpan.FromMilliseconds(50)).Run());

        refused.Message.ShouldContain("test/9004_change is blocked by a lock on a table");
        (await Migrator(change).Status()).Single(entry => entry.Migration == change).At.ShouldBeNull();
    }

    [Fact]
    public async Task In_a_deadlock_with_a_request_the_migration_yields()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await using var request = await super.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Execute(super, "lock table core.members in row exclusive mode");
        var change = new Migration(
            "test/9004_change",
            "-- why\nalter table core.tenants add column shoe_size int; select pg_sleep(0.3); alter table core.members add column shoe_size int"
        );

        var migrating = Migrator(change).Run();
        while ((await Waiting(super, "Timeout")).Count == 0) // it sleeps while it holds the lock on tenants
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await Execute(super, "lock table core.tenants in row exclusive mode");
        await request.CommitAsync(TestContext.Current.CancellationToken);

        (await migrating).ShouldBe(["test/9004_change"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_migration_killed_at_any_statement_is_rolled_back(int killedBefore)
    {
        string[] statements =
        [
            "create table migrations.one (id int)",
            "insert into migrations.one values (1)",
            "create index one_by_id on migrations.one (id)",
        ];
        var stuck = statements.Take(killedBefore).Append("select pg_advisory_xact_lock(9005)").Concat(statements.Skip(killedBefore));
        await using var super = await TestCluster.Current.OpenAsSuper(_copy);
        await Execute(super, "select pg_advisory_lock(9005)");

        var migrating = Migrator(new Migration("test/9005_one", "-- why\n" + string.Join(";\n", stuck))).Run();
        while ((await Waiting(super)).Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await Execute(
            super,
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'owner-console migrate' and datname = current_database()"
        );
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => migrating);

        var whole = new Migration("test/9005_one", "-- why\n" + string.Join(";\n", statements));
        (await Migrator(whole).Status()).Single(entry => entry.Migration == whole).At.ShouldBeNull();
        (await Migrator(whole).Run()).ShouldBe(["test/9005_one"]);
    }

    [Fact]
    public void Every_migration_starts_with_its_reason_and_runs_in_a_transaction() =>
        _product.ShouldAllBe(migration => migration.Sql.StartsWith("-- ") && !migration.Sql.Contains("concurrently", StringComparison.OrdinalIgnoreCase));

    /// <returns>Start times of the transactions in which a migration is waiting.</returns>
    private static async Task<IReadOnlyList<DateTime>> Waiting(Npgsql.NpgsqlConnection connection, string what = "Lock")
    {
        await using var command = new Npgsql.NpgsqlCommand(
            $"""
            select pg_stat_clear_snapshot();
            select xact_start from pg_stat_activity where application_name = 'owner-console migrate' and wait_event_type = '{what}' and datname = current_database()
               and xact_start is not null
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var found = new List<DateTime>();
        while (await reader.ReadAsync())
            found.Add(reader.GetDateTime(0));
        return found;
    }

    private static async Task Execute(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Migrator Migrator(params Migration[] more) => new(_copy.Migrator, [.. _product, .. more]);
}
