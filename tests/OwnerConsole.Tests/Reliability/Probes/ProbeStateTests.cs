using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Reliability.Probes;
using static OwnerConsole.Tests.Reliability.Probes.ProbeStage;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>What a probe shows when checks are overdue, in progress or impossible, and what is stored about them.</summary>
public sealed class ProbeStateTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_probe_whose_check_is_overdue_is_unknown_until_its_next_check()
    {
        var owner = await TestBrowser.Owner(stage.Console);
        await using var server = new LineServer(Page("")).Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/");
        var first = await stage.First(probe);

        stage.Clock.By = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(4);
        var inTime = await Get(probe);
        stage.Clock.By = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(6); // as if nothing had been checked during an emergency stop
        var overdue = await Get(probe);
        using var page = await owner.Get($"/ops/health/{probe}");
        var urgent = await NeedsAttention();
        var again = await stage.Check(probe);
        stage.Clock.By = TimeSpan.Zero;

        (Result(first), Result(inTime)).ShouldBe((("up", null), ("up", null)));
        Result(overdue).ShouldBe(("unknown", "The check is overdue, so the state is unknown. Nothing is checked during an emergency stop."));
        (overdue.GetProperty("since").ValueKind, overdue.GetProperty("latency_ms").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        overdue.GetProperty("checked_at").GetString().ShouldBe(first.GetProperty("checked_at").GetString());
        owner.Page.ShouldContain("Unknown</span>");
        urgent.ShouldContain(text => text.StartsWith("The check", StringComparison.Ordinal) && text.EndsWith(" overdue.", StringComparison.Ordinal));
        Result(again).ShouldBe(("up", null));
    }

    [Fact]
    public async Task A_result_that_is_stored_while_a_probe_is_read_is_counted_if_it_is_shown()
    {
        await using var server = new LineServer(Page("")).Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/");
        var first = await stage.First(probe);
        await using var storing = await TestCluster.Current.OpenAsSuper(stage.Console.Options.Connections);
        await using var command = new NpgsqlCommand("begin; set local app.intake = 'test'; lock table probes.states in access exclusive mode", storing);
        await command.ExecuteNonQueryAsync();

        var reading = Get(probe);
        await stage.Console.Until(
            "select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())"
        );
        command.CommandText = """
            update probes.rollups set failed = failed + 1 where probe_id = @probe;
            update probes.states set checked_at = checked_at + interval '1 second' where probe_id = @probe;
            commit
            """;
        command.Parameters.AddWithValue("probe", probe);
        await command.ExecuteNonQueryAsync();
        var read = await reading;

        read.GetProperty("checked_at").GetString().ShouldNotBe(first.GetProperty("checked_at").GetString());
        read.GetProperty("uptime").GetProperty("day").GetDecimal().ShouldBe(50); // 1 of 2 checks
    }

    [Fact]
    public async Task A_secret_that_can_not_be_decrypted_is_a_problem_of_the_check_and_can_be_entered_again()
    {
        await using var server = new LineServer("+PONG\r\n").Start();
        var probe = await stage.Add("redis", Local(server.Port), new { secret = "quite-secret" });
        await stage.First(probe);
        await Write("update probes.probes set secret = '\\x00' where tenant_id = 'tnt_platform' and probe_id = @probe", new { probe });

        var unreadable = await stage.Check(probe);
        await stage.App.Run("probe.change", probe, new { name = "Cache", interval_seconds = 86_400 });
        var renamed = await stage.Check(probe);
        await stage.App.Run(
            "probe.change",
            probe,
            new
            {
                name = "Cache",
                secret = "quite-secret",
                interval_seconds = 86_400,
            }
        );
        var entered = await stage.Check(probe);

        const string Problem = "The stored secret can't be decrypted; enter it again.";
        (unreadable.GetProperty("problem").GetString(), renamed.GetProperty("problem").GetString()).ShouldBe((Problem, Problem));
        entered.GetProperty("problem").GetString().ShouldBe("Redis rejected the password."); // so it was sent
    }

    [Fact]
    public async Task The_first_result_of_a_new_probe_counts_at_once_also_if_it_is_a_failure()
    {
        var probe = await stage.Add("tcp", "127.0.0.1:9", new { failures_until_down = 3 });

        var first = await stage.First(probe);

        first.GetProperty("state").GetString().ShouldBe("down");
    }

    [Fact]
    public async Task A_check_that_was_requested_during_another_one_is_not_answered_by_it()
    {
        var (earlier, own) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = new LineServer(Page("", 503)) { Held = earlier.Task }.Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/", new { timeout_seconds = 30 });
        await Poll.Until(() => Task.FromResult(server.Received.Length > 0), condition: "the first check has begun");

        await stage.App.Run("probe.check", probe);
        server.Held = own.Task;
        earlier.SetResult();
        var first = await stage.First(probe);
        var refusal = await stage.App.Refusal("probe.check", probe);
        server.Answer = Page("");
        own.SetResult();
        var requested = await stage.App.Await($"/api/v1/probes/{probe}", details => Result(details.GetProperty("probe")).Problem is null);

        Result(first).ShouldBe(("down", "The server responded with HTTP 503."));
        refusal.ShouldBe("being_checked");
        requested.GetProperty("probe").GetProperty("checked_at").GetString().ShouldNotBe(first.GetProperty("checked_at").GetString());
        (await stage.App.Refusal("probe.check", probe)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_roll_ups_that_are_read_are_written_and_long_periods_are_summed_from_days()
    {
        await using var server = new LineServer(Page("")).Start();
        var probe = await stage.Add("http", $"http://{Local(server.Port)}/");
        await stage.First(probe);
        await Write(
            """
            insert into probes.rollups (tenant_id, probe_id, grain, bucket_at, ok, failed)
            select 'tnt_platform', @probe, 'day', date_bin('1 day', now(), 'epoch') - make_interval(days => days), 1, 1 from unnest(array[6, 7, 29, 30, 89, 90]) days
            """,
            new { probe }
        );

        var (day, quarter) = (await stage.App.Get($"/api/v1/probes/{probe}?range=day"), await stage.App.Get($"/api/v1/probes/{probe}?range=quarter"));

        await using var work = await stage.Console.Database.Read();
        (
            await work.List<string>(
                "select grain from probes.rollups where probe_id = @probe and bucket_at > now() - interval '2 days' order by 1",
                new { probe }
            )
        ).ShouldBe(["day", "five_minutes", "hour"]);
        (await work.List<string>("select grain from probes.latencies where probe_id = @probe order by 1", new { probe })).ShouldBe(["day", "hour"]);
        var uptime = day.GetProperty("probe").GetProperty("uptime");
        new[] { "day", "week", "month", "quarter" }.Select(name => uptime.GetProperty(name).GetDecimal()).ShouldBe([100m, 66.66m, 57.14m, 54.54m]);
        Checks(day).ShouldBe((48, 1, TimeSpan.FromMinutes(30)));
        Checks(quarter).ShouldBe((90, 11, TimeSpan.FromDays(1)));
        (Latency(day), Latency(quarter)).ShouldBe((JsonValueKind.Number, JsonValueKind.Number));

        static (int Bars, long Checks, TimeSpan Width) Checks(JsonElement details)
        {
            var bars = details.GetProperty("bars").EnumerateArray().ToList();
            DateTimeOffset At(int index) => bars[index].GetProperty("at").GetDateTimeOffset();
            return (bars.Count, bars.Sum(bar => bar.GetProperty("ok").GetInt64() + bar.GetProperty("failed").GetInt64()), At(1) - At(0));
        }

        static JsonValueKind Latency(JsonElement details) => details.GetProperty("latency").GetProperty("p50").ValueKind;
    }

    [Fact]
    public async Task Secrets_of_removed_probes_and_earlier_versions_are_deleted_after_the_undo_period()
    {
        var removed = await stage.Add("redis", "127.0.0.1:9", new { secret = "removed-secret" });
        var changed = await stage.Add("redis", "127.0.0.1:9", new { secret = "earlier-secret" });
        await stage.App.Run("probe.change", changed, new { name = "Changed", secret = "current-secret" });
        var removal = await stage.App.Run("probe.remove", removed);

        await Forget();
        await stage.App.Undo(removal);
        removal = await stage.App.Run("probe.remove", removed);
        var before = await Secrets(removed, changed);
        await Write("update core.runs set undo_until = now() - interval '25 hours' where undo_until is not null", new { });
        await Forget();

        before.ShouldBe(3);
        (await Secrets(removed)).ShouldBe(0);
        (await Secrets(changed)).ShouldBe(1);
    }

    /// <summary>Read from its source, because the page shows the answer of 15 seconds ago.</summary>
    private async Task<IReadOnlyList<string>> NeedsAttention()
    {
        await using var work = await stage.Console.Database.Read();
        var source = stage.Console.Services.GetServices<IAttentionSource>().Single(source => source.Permission == "probe.read");
        return [.. (await source.Find(Mode.Live, work)).Items.Select(item => item.Summary)];
    }

    private async Task<JsonElement> Get(string probe) => (await stage.App.Get($"/api/v1/probes/{probe}")).GetProperty("probe");

    private async Task<long> Secrets(params string[] probes)
    {
        await using var work = await stage.Console.Database.Read();
        return await work.One<long>("select count(secret) from probes.probes where probe_id = any(@probes)", new { probes });
    }

    private Task<WorkOutcome> Forget() =>
        stage
            .Console.Services.GetServices<IWorkHandler>()
            .OfType<ProbeRetention>()
            .Single()
            .Execute(new("every:probes.forget", 1, null, "probes.forget", default, 0), CancellationToken.None);

    private async Task Write(string sql, object values)
    {
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(sql, values);
        await work.Commit();
    }
}
