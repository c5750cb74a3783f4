using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Portal.Accounts;

/// <summary>The database role of the portal protects data that a page forgets to exclude.</summary>
public sealed class PortalRoleTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task The_portal_role_reads_only_its_tenant_and_only_granted_columns()
    {
        var app = await TestApplication.Connect(console);
        var (mine, theirs) = (await app.Tenant("portal-role"), await app.Tenant("portal-foreign"));
        await app.Post("/api/v1/portal-sessions", new { tenant = theirs });
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(console.Options.Connections.Portal) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await Ask<string>($"select set_config('app.tenant', '{mine}', false)");

        (await Ask<string>("select string_agg(tenant_id, ',') from core.tenants")).ShouldBe(mine);
        (await Ask<long>("select count(*) from core.portal_sessions")).ShouldBe(0);
        foreach (
            var closed in new[]
            {
                "select contact_email from core.tenants",
                "select link_hash from core.portal_sessions",
                "select 1 from core.members",
                "select 1 from core.log",
                "select 1 from core.runs",
                "select 1 from notes.notes",
                "select reason from entitlements.overrides",
                "select reason from grants.grants",
                "select 1 from core.settings",
                "select 1 from auth.api_keys",
            }
        )
            (await Should.ThrowAsync<PostgresException>(() => Ask<object>(closed))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, closed);
        (await Should.ThrowAsync<PostgresException>(() => Ask<object>("delete from core.portal_sessions"))).SqlState.ShouldBeOneOf(
            PostgresErrorCodes.ReadOnlySqlTransaction,
            PostgresErrorCodes.InsufficientPrivilege
        );

        async Task<T?> Ask<T>(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }
}
