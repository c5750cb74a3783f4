using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>Heartbeats of jobs, and the state of probes after a restart of the console.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_missed_heartbeat_is_down_until_the_next_call_also_after_a_restart()
    {
        var clock = new JumpingClock();
        await using var console = await TestConsole.Start(plain => plain with { Clock = clock });
        var app = await TestApplication.Connect(console);
        var run = await app.Run(
            "probe.add",
            IdGenerator.Platform,
            new
            {
                kind = "heartbeat",
                name = "Nightly export",
                interval_seconds = 86_400,
                timeout_seconds = 600,
            }
        );
        var (probe, address) = (run.Created(), run.GetProperty("secret").GetString()!);

        var unknown = await Call(console, address + "x");
        var accepted = await Call(console, address);
        var up = await app.Get($"/api/v1/probes/{probe}");
        clock.By = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(9);
        await MakeDue(console, probe);
        var inTime = await app.Get($"/api/v1/probes/{probe}");
        clock.By = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(11);
        await MakeDue(console, probe);
        var missed = await app.Await($"/api/v1/probes/{probe}", answer => State(answer) == "down");
        await using var second = await ConsoleHost.Build(console.Options with { Port = 0 });
        await second.StartAsync(TestContext.Current.CancellationToken);
        using (var client = TestConsole.NewClient(new UriBuilder(second.Urls.First()) { Host = "localhost" }.Uri, useCookies: false))
            (await client.PostAsync(address, content: null, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await second.StopAsync(TestContext.Current.CancellationToken);
        var again = await app.Get($"/api/v1/probes/{probe}");

        (unknown, accepted).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.OK));
        (State(up), State(inTime), State(again)).ShouldBe(("up", "up", "up"));
        missed.GetProperty("probe").GetProperty("problem").GetString().ShouldBe("No call was received in time.");
        again.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("state").GetString()).ShouldBe(["up", "down", "up"]);
        (await app.Refusal("probe.check", probe)).ShouldBe("waits_for_calls");
        (await app.Get("/api/v1/health")).GetRawText().ShouldNotContain(address.Split('/')[^1]);
    }

    [Fact]
    public async Task After_an_undo_of_its_removal_a_heartbeat_waits_for_a_whole_interval_again()
    {
        var clock = new JumpingClock();
        await using var console = await TestConsole.Start(plain => plain with { Clock = clock });
        var app = await TestApplication.Connect(console);
        var run = await app.Run("probe.add", IdGenerator.Platform, new { kind = "heartbeat", name = "Nightly export" });
        var probe = run.Created();
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                "update probes.probes set opened_at = opened_at - interval '2 days' where tenant_id = 'tnt_platform' and probe_id = @probe",
                new { probe }
            );
            await work.Commit();
        }
        var removal = await app.Run("probe.remove", probe);
        clock.By = TimeSpan.FromHours(1); // the time after a start is over

        await app.Undo(removal);
        await Poll.Until(() => IsChecked(console, probe), condition: "the heartbeat was checked");
        var restored = await app.Get($"/api/v1/probes/{probe}");

        State(restored).ShouldBe("unknown");
        restored.GetProperty("probe").GetProperty("problem").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>Whether the next check of a probe is planned.</summary>
    private static async Task<bool> IsChecked(TestConsole console, string probe)
    {
        await using var work = await console.Database.Read();
        return await work.One<bool>(
            "select exists (select from work.items where lane = 'probe:' || @probe and due > now() + interval '1 hour')",
            new { probe }
        );
    }

    private static string? State(JsonElement answer) => answer.GetProperty("probe").GetProperty("state").GetString();

    private static async Task<HttpStatusCode> Call(TestConsole console, string address) =>
        (await console.Client.PostAsync(address, content: null, TestContext.Current.CancellationToken)).StatusCode;

    private static async Task MakeDue(TestConsole console, string probe)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await OwnerConsole.Data.Lanes.Lane.MakeDue(work, [$"probe:{probe}"]);
        await work.Commit();
    }
}
