using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data;

public sealed class DatabaseTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Count = "select count(*) from core.tenants";

    [Fact]
    public async Task A_unit_of_work_sees_only_the_tenants_it_names()
    {
        var app = await TestApplication.Connect(console);
        var one = await app.Tenant("rls-1");
        await app.Tenant("rls-2");

        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [one]);
        await using var none = await console.Database.Write(WriteOrigin.Intake("test"), []);

        (await work.One<long>(Count)).ShouldBe(1);
        (await none.One<long>(Count)).ShouldBe(0);
    }

    [Fact]
    public async Task A_unit_of_work_cannot_write_rows_of_other_tenants()
    {
        var app = await TestApplication.Connect(console);
        var one = await app.Tenant("rls-3");
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [one]);

        var refused = await Should.ThrowAsync<PostgresException>(() =>
            work.Execute("insert into core.plan_items (tenant_id, plan, from_at) values ('tnt_somebody_else', 'pro', now())")
        );

        refused.MessageText.ShouldContain("row-level security");
    }

    [Fact]
    public async Task A_pooled_connection_does_not_keep_the_named_tenants()
    {
        var app = await TestApplication.Connect(console);
        var one = await app.Tenant("rls-4");
        for (var times = 0; times < 20; times++)
        {
            await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [one]);
            await work.Commit();
        }

        await using var connection = await console.Database.IdentityDataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Count, connection);

        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    /// <remarks>Npgsql gives the next user of a connection the same transaction object.</remarks>
    [Fact]
    public async Task A_second_dispose_does_not_end_the_transaction_of_the_next_user_of_the_connection()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("rls-5");
        var known = console.Database.Connections;
        await using var database = new Database(known with { App = new NpgsqlConnectionStringBuilder(known.App) { MaxPoolSize = 1 }.ConnectionString });
        var first = await database.Write(WriteOrigin.Intake("test"), []);
        await first.DisposeAsync();
        await using var second = await database.Write(WriteOrigin.Intake("test"), [tenant]);

        await first.DisposeAsync();

        (await second.One<long>(Count)).ShouldBe(1);
    }

    [Theory]
    [InlineData("reset app.tenant")] // never set, as on a new connection
    [InlineData("begin; select set_config('app.tenant', '{0}', true); select count(*) from core.tenants; commit")] // remains as '' after the transaction
    [InlineData("begin; select set_config('app.tenant', '{0}', true); rollback")]
    [InlineData("select set_config('app.tenant', '', false)")]
    [InlineData("select set_config('app.tenant', ',', false)")]
    public async Task Without_a_named_tenant_queries_return_no_rows_and_no_error(string before)
    {
        var one = await (await TestApplication.Connect(console)).Tenant("rls-5");
        await using var connection = await console.Database.IdentityDataSource.OpenConnectionAsync();
        await using (var earlier = new NpgsqlCommand(before.Replace("{0}", one, StringComparison.Ordinal), connection))
            await earlier.ExecuteNonQueryAsync();

        await using var command = new NpgsqlCommand(Count, connection);

        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_write_without_an_origin_is_refused()
    {
        await using var connection = await console.Database.IdentityDataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("delete from core.tenants", connection);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        refused.SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        var app = await TestApplication.Connect(console);
        var one = await app.Tenant("rls-5");
        await using var reading = await console.Database.ReadTenants([one]);

        var refused = await Should.ThrowAsync<PostgresException>(() => reading.Execute("update core.tenants set name = 'x'"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Theory]
    [InlineData("update core.log set actor = 'nobody'")]
    [InlineData("delete from core.log")]
    [InlineData("truncate core.log")]
    [InlineData("insert into core.log_order (pos, id) values (1, 1)")]
    [InlineData("drop table core.log")]
    public async Task The_application_role_can_only_append_to_the_log(string sql)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);

        var refused = await Should.ThrowAsync<PostgresException>(() => work.Execute(sql));

        refused.SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task The_console_role_cannot_write()
    {
        await using var work = await console.Database.Read();

        var refused = await Should.ThrowAsync<PostgresException>(() => work.Execute("delete from core.tenants"));

        refused.SqlState.ShouldBeOneOf("42501", PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Fact]
    public async Task A_query_whose_columns_differ_from_the_record_fails()
    {
        await using var work = await console.Database.Read();

        await Should.ThrowAsync<InvalidOperationException>(() => work.One<Pair>("select 1 as one, 2 as two, 3 as three"));
        await Should.ThrowAsync<IndexOutOfRangeException>(() => work.One<Pair>("select 1 as one, 2 as other"));
        (await work.One<Pair>("select 2 as two, 1 as one")).ShouldBe(new Pair(1, 2));
    }

    private sealed record Pair(int One, int Two);
}
