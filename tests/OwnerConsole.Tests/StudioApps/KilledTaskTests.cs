using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>StudioApp is killed in the middle of a task, and again between completing and reporting it: the task is done completely and exactly once.</summary>
[NotPooled("The application is killed, not the console; TaskTests run the statements of the console.")]
public sealed class KilledTaskTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    private static readonly string[] Tables = ["studios", "people", "lessons", "bookings", "files", "visits", "deeds"];

    /// <param name="midway">the table that StudioApp has reached when it is killed</param>
    [Theory]
    [Trait("When", "nightly")]
    [InlineData("tenant.reset_demo_data", "people")]
    [InlineData("tenant.anonymise", "people", "anonymised")]
    [InlineData("member.anonymise", "files")]
    [InlineData("member.reset", "bookings")]
    [InlineData("member.set_role", "people")]
    [InlineData("member.merge", "bookings")]
    [InlineData("tenant.widen_lessons", "lessons")]
    public async Task A_task_killed_twice_is_done_exactly_once(string operation, string midway, string status = "trial")
    {
        await using var stage = await LawHarness.Open(console);
        await using var studio = await StudioProcess.Start(console, stage.App);
        var (tenant, member, other) = await Opened(studio);
        var before = await Everything(studio);

        Run run;
        await using (await studio.Hold(midway))
        {
            run = await stage.Run(operation, operation.StartsWith("member", StringComparison.Ordinal) ? member : tenant, Input(operation, other));
            await studio.Until("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')");
            await studio.Kill();
        }
        await studio.Until(
            "select count(*) = 1 from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle'"
        );
        var between = await Everything(studio);
        await using (await BlockCompletion(stage))
        {
            await ExpireHeartbeat(stage, run);
            await studio.Restart();
            await studio.Until($"select exists (select from studio.deeds where kind = '{operation}')");
            await console.Until("select exists (select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted)");
            await studio.Kill();
        }
        var done = await Everything(studio);
        await ExpireHeartbeat(stage, run);
        await studio.Restart();
        var ended = await stage.App.Await($"/api/v1/runs/{run.RunId}", now => now.GetProperty("state").GetString() is not ("running" or "waiting"));

        between.ShouldBe(before);
        done.ShouldNotBe(before);
        (await Everything(studio)).ShouldBe(done);
        ended.GetProperty("state").GetString().ShouldBe("done");
        (await studio.One<long>($"select count(*) from studio.deeds where kind = '{operation}'")).ShouldBe(1);
        (await stage.App.Get($"/api/v1/tenants/{tenant}")).GetProperty("status").GetString().ShouldBe(status);
    }

    private static object Input(string operation, string other) =>
        operation switch
        {
            "member.set_role" => new { role = "coach" },
            "member.merge" => new { into = other },
            "tenant.widen_lessons" => new { seats = 7 },
            _ => new { },
        };

    private async Task<(string Tenant, string Member, string Other)> Opened(StudioProcess studio)
    {
        await studio.Open();
        var person = await studio.One<string>("select id from studio.people where name = 'Jon Berg'");
        var other = await studio.One<string>("select id from studio.people where name = 'Mira Okafor'");
        await console.Until($"select count(*) = 2 from core.members where external_id in ('{person}', '{other}')");
        await using var work = await console.Database.Read();
        var member = await work.One<ReportedRow>("select tenant_id, member_id from core.members where external_id = @person", new { person });
        return (member!.TenantId, member.MemberId, $"ext:{other}"); // the member was awaited above
    }

    private static async Task<string> Everything(StudioProcess studio) =>
        string.Join('\n', await Task.WhenAll(Tables.Select(table => studio.Table(table, "last_seen_at"))));

    /// <summary>Acts as if the time after which the console offers a silent task again had passed.</summary>
    private static Task ExpireHeartbeat(LawHarness stage, Run run) =>
        stage.Force("update core.tasks set responded_at = now() - interval '2 minutes' where run_id = @run", ("run", run.RunId));

    /// <summary>Blocks the completion of tasks in the console until the returned lock is released.</summary>
    private async Task<IAsyncDisposable> BlockCompletion(LawHarness stage)
    {
        await stage.Force(
            """
            create or replace function core.deafen() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(4711); return new; end';
            create or replace trigger deafen before update on core.tasks for each row when (new.state = 'done') execute function core.deafen()
            """
        );
        var super = new NpgsqlConnectionStringBuilder(TestCluster.Current.Super(console.Options.Connections)) { Pooling = false }.ConnectionString;
        var connection = new NpgsqlConnection(super);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_lock(4711)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private sealed record ReportedRow(string TenantId, string MemberId);
}
