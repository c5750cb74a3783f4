using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Reliability.EmergencyStops;

public sealed class StopPlatformTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    public async ValueTask InitializeAsync() => _console = await TestConsole.Start();

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task During_a_stop_operations_are_refused_and_events_are_ingested()
    {
        var app = await TestApplication.Connect(_console);
        var acme = await app.Tenant("stop-1");
        var before = await app.Post($"/api/v1/tenants/{acme}/suspend", new { });
        await Decide(app, "platform.stop");

        var (start, answer) = await app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/reactivate", "{}");
        var (undo, _) = await app.Send(HttpMethod.Post, $"/api/v1/runs/{before.GetProperty("id").GetString()}/undo", "{}");
        await app.Put($"/api/v1/tenants/{acme}", new { name = "Reported" });

        (start, undo).ShouldBe((409, 409));
        answer.GetProperty("code").GetString().ShouldBe("stopped");
        (await app.Get("/api/v1/platform/stop")).GetProperty("stopped").GetBoolean().ShouldBeTrue();
        (await app.Get($"/api/v1/tenants/{acme}")).GetProperty("name").GetString().ShouldBe("Reported");
    }

    [Fact]
    public async Task An_operation_requested_after_the_stop_waits_for_it_and_is_refused()
    {
        await using var console = new LargePoolConsole();
        await console.InitializeAsync();
        var app = await TestApplication.Connect(console);
        var (slow, late) = (await app.Tenant("turn-1"), await app.Tenant("turn-2"));
        await using var gate = await TransactionGate.Before(console.Options.Connections, slow);

        var first = app.Send(HttpMethod.Post, $"/api/v1/tenants/{slow}/suspend", "{}");
        await gate.SomebodyWaits();
        var stop = Decide(app, "platform.stop");
        await gate.SomebodyWaits("core.emergency_stop");
        var after = app.Send(HttpMethod.Post, $"/api/v1/tenants/{late}/suspend", "{}");
        await Task.WhenAny(after, Task.Delay(TimeSpan.FromSeconds(1)));
        var wasHeldUp = !after.IsCompleted;
        await gate.Open();
        await stop;

        wasHeldUp.ShouldBeTrue();
        (await first).Status.ShouldBe(201);
        (await after).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Pending_events_are_sent_after_the_release_also_on_another_node()
    {
        await using var receiver = await WebhookReceiver.Start();
        var app = await TestApplication.Connect(_console);
        await receiver.Connect(app);
        var acme = await app.Tenant("stop-2");
        await using var other = await ConsoleHost.Build(_console.Options);
        await other.StartAsync();

        await Decide(app, "platform.stop");
        await PutEvent(acme);
        await Poll.Until(async () => (await app.Get("/api/v1/platform/stop")).GetProperty("waiting").GetInt64() == 1, milliseconds: 50); // An API key can send 50 requests per second.
        await Decide(app, "platform.release", new { reason = "It was a drill." });
        var told = await receiver.Next();

        told.Verified.ShouldBeTrue();
        told.Type.ShouldBe("tenant.suspended");
        await other.StopAsync();
    }

    [Fact]
    public async Task A_stop_waits_for_open_transactions()
    {
        var app = await TestApplication.Connect(_console);
        await using var inFlight = await _console.Database.Write(WriteOrigin.Run("run_in_flight"), []);
        (await inFlight.One<bool>("select stopped from core.emergency_stop for share")).ShouldBeFalse();

        var stopping = Decide(app, "platform.stop");
        await Poll.Until(SomebodyWaits);
        var wasEarly = stopping.IsCompleted;
        await inFlight.Commit();
        await stopping;

        wasEarly.ShouldBeFalse();
        await using var work = await _console.Database.Read();
        (await EmergencyStop.Find(work)).Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stop_ends_by_a_release_with_a_reason_or_by_undo()
    {
        var app = await TestApplication.Connect(_console);
        var run = await Decide(app, "platform.stop");

        var silent = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "platform.release",
                subjects = new[] { "tnt_platform" },
                input = new { reason = " " },
            }
        );
        await app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        silent.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("reason_needed");
        (await app.Get("/api/v1/platform/stop")).GetProperty("stopped").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Undo_of_a_release_stops_the_platform_again_once()
    {
        var app = await TestApplication.Connect(_console);
        await Decide(app, "platform.stop");
        var release = await Decide(app, "platform.release", new { reason = "It was a drill." });
        var undo = $"/api/v1/runs/{release.GetProperty("id").GetString()}/undo";

        await app.Post(undo, new { });
        var (again, _) = await app.Send(HttpMethod.Post, undo, "{}");

        again.ShouldBe(409);
        (await app.Get("/api/v1/platform/stop")).GetProperty("stopped").GetBoolean().ShouldBeTrue();
    }

    private async Task<bool> SomebodyWaits()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(_console.Options.Connections);
        await using var command = new NpgsqlCommand(
            "select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%core.emergency_stop%')",
            super
        );
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Writes an event for the application during the stop.</summary>
    private async Task PutEvent(string tenant)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        var line = new LogLine(tenant, "system", "system", "done", Sentence.Say($"{new EntityReference(tenant)} was suspended."))
        {
            Message = Message.Event("tenant.suspended", new { cause = "other" }),
        };
        _console.Services.GetRequiredService<LogWriter>().Write([line], work);
        await work.Commit();
    }

    private static async Task<JsonElement> Decide(TestApplication app, string operation, object? input = null)
    {
        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation,
                subjects = new[] { "tnt_platform" },
                input = input ?? new { },
            }
        );
        return await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
    }
}
