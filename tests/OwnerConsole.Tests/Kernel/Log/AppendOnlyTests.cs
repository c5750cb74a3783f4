using Npgsql;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Log;

public sealed class AppendOnlyTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("update core.log set actor = 'nobody'")]
    [InlineData("delete from core.log")]
    [InlineData("truncate core.log")]
    [InlineData("update core.log_order set pos = pos + 1000000")]
    [InlineData("delete from core.log_order")]
    [InlineData("truncate core.log_order")]
    [InlineData("insert into core.log_order (pos, id) values (1, 1) on conflict (pos) do update set id = excluded.id")]
    [InlineData("merge into core.log l using core.log_order o on o.id = l.id when matched then delete")]
    [InlineData("update core.log_checkpoints set note = ''")]
    [InlineData("truncate core.log_checkpoints")]
    [InlineData("update core.log_key set origin = ''")]
    public async Task Even_a_superuser_cannot_change_the_log(string sql)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("append-only");
        await LogForgery.Signed(console);
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await LogForgery.Do(super, "select set_config('app.intake', 'test', false)");

        var refused = await Should.ThrowAsync<PostgresException>(() => LogForgery.Do(super, sql));
        await LogForgery.Do(super, "set session_replication_role = replica");
        var asReplica = await Should.ThrowAsync<PostgresException>(() => LogForgery.Do(super, sql));

        (refused.SqlState, asReplica.SqlState).ShouldBe(("42501", "42501"));
        refused.MessageText.ShouldEndWith("is append-only");
        asReplica.MessageText.ShouldEndWith("is append-only");
    }
}
