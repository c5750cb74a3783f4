using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Hosting.EmbeddedPostgres;

public sealed class DatabaseRolesTests : IAsyncLifetime
{
    private const string NotAllowed = PostgresErrorCodes.InsufficientPrivilege;
    private Connections _copy = null!; // set before each test

    public async ValueTask InitializeAsync() => _copy = await TestCluster.Current.Copy();

    public ValueTask DisposeAsync() => new(TestCluster.Current.Drop(_copy));

    [Fact]
    public async Task The_schema_owner_cannot_sign_in_and_only_the_bootstrap_role_is_superuser()
    {
        var roles = await Ask<string[]>(
            _copy.App,
            "select array_agg(rolname || ':' || rolcanlogin || ':' || rolsuper order by rolname) from pg_roles where rolname like 'oc\\_%'"
        );

        roles.ShouldBe([
            "oc_app:true:false",
            "oc_backup:true:false",
            "oc_bound:true:false",
            "oc_console:true:false",
            "oc_migrator:true:false",
            "oc_owner:false:false",
            "oc_portal:true:false",
            "oc_sequencer:true:false",
            "oc_super:true:true",
        ]);
    }

    [Fact]
    public void Every_role_is_documented_with_its_variable()
    {
        var page = File.ReadAllText(Path.Combine(Product.Root, "docs/guides/external-postgresql.md"));

        DatabaseRole.All.ShouldAllBe(role =>
            page.Contains($"| `{role.Variable}` | {role.Name}: {role.Purpose} | {(role.IsPooled ? "the pooler" : "the server")}")
        );
    }

    [Fact]
    public async Task The_console_role_cannot_write()
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => Ask<int>(_copy.Console, "create temp table t (n int)"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Theory]
    [InlineData("create table public.mine (n int)")]
    [InlineData("create schema mine")]
    [InlineData("set role oc_owner")]
    [InlineData("alter role oc_app superuser")]
    [InlineData("copy (select 1) to program 'true'")]
    public async Task The_application_role_can_only_access_rows(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => Ask<int>(_copy.App, sql));

        refused.SqlState.ShouldBe(NotAllowed);
    }

    [Fact]
    public async Task The_public_role_has_no_privileges()
    {
        var rights = await Ask<long>(
            _copy.App,
            """
            select count(*) from (
              select (aclexplode(datacl)).grantee from pg_database where datname = current_database()
              union all
              select (aclexplode(nspacl)).grantee from pg_namespace where nspname = 'public') acl
             where grantee = 0
            """
        );

        rights.ShouldBe(0);
    }

    private static async Task<T?> Ask<T>(string connection, string sql)
    {
        await using var opened = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await opened.OpenAsync();
        await using var command = new NpgsqlCommand(sql, opened);
        return (T?)await command.ExecuteScalarAsync();
    }
}
