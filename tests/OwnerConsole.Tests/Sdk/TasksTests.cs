using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Client;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

/// <summary>The application executes operations of the owner through the SDK.</summary>
public sealed class TasksTests : IAsyncLifetime
{
    private const string Recount = "tenant.recount_storage";

    private static readonly ApplicationDeclaration s_declaration = new()
    {
        Operations =
        [
            new(Recount, "Recount storage", "recounted")
            {
                Input = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["bucket_name"] = new JsonObject { ["type"] = "string" } },
                    ["required"] = new JsonArray("bucket_name"),
                },
                Reversal = TaskReversal.Compensates,
                CanCancel = true,
            },
        ],
    };

    private readonly ConcurrentQueue<(string Bucket, bool IsUndo, string Tenant)> _executed = new();
    private TestConsole _console = null!; // set before each test
    private TestApplication _owner = null!; // connected before each test

    private sealed record Bucket(string BucketName);

    public async ValueTask InitializeAsync() => _owner = await TestApplication.Connect(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_task_is_executed_with_progress_and_undone()
    {
        var seen = new TaskCompletionSource();
        await using var app = await Connect(
            async (task, input, stop) =>
            {
                await task.Progress(3, 10, "Three are read.", stop);
                if (!task.IsUndo)
                    await seen.Task.WaitAsync(stop);
                _executed.Enqueue((input.BucketName, task.IsUndo, task.Tenant.ExternalId));
                return new("Ten are read.", new { Bytes = 4096 });
            }
        );

        var run = await Decide();
        var underway = await _owner.Await($"/api/v1/tasks?run={Id(run)}", tasks => First(tasks)?.GetProperty("done").ValueKind is JsonValueKind.Number);
        seen.SetResult();
        var done = await Ended(run);
        var undo = await _owner.Undo(done);
        await Ended(undo);

        (First(underway)!.Value.GetProperty("state").GetString(), First(underway)!.Value.GetProperty("note").GetString()).ShouldBe(
            ("running", "Three are read.")
        );
        State(done).ShouldBe("done");
        State(await _owner.Get($"/api/v1/runs/{Id(run)}")).ShouldBe("undone");
        _executed.ShouldBe([("files", false, "studio"), ("files", true, "studio")]);
    }

    [Fact]
    public async Task A_refused_task_says_why_and_a_failed_task_leaks_no_data()
    {
        await using var app = await Connect(
            (_, input, _) =>
                input.BucketName == "gone"
                    ? throw new TaskRefusedException("bucket_gone", "The bucket is gone.")
                    : throw new InvalidOperationException("anna@example.org broke it")
        );

        var refused = await Ended(await Decide("gone"));
        var failed = await Ended(await Decide("broken"));

        Code(refused).ShouldBe("bucket_gone");
        Code(failed).ShouldBe("application_error");
        (await _owner.Get($"/api/v1/tasks?run={Id(failed)}")).GetRawText().ShouldNotContain("anna@");
    }

    [Fact]
    public async Task A_run_stopped_by_the_owner_stops_its_task()
    {
        var begun = new TaskCompletionSource();
        await using var app = await Connect(
            async (_, _, stop) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                return new();
            }
        );

        var run = await Decide();
        await begun.Task;
        await _owner.Post($"/api/v1/runs/{Id(run)}/stop", new { });
        await _owner.Await($"/api/v1/tasks?run={Id(run)}", tasks => First(tasks)?.GetProperty("state").GetString() == "cancelled");

        (await Ended(run)).GetProperty("lines")[0].GetProperty("code").GetString().ShouldBe("stopped");
    }

    [Fact]
    public async Task An_undelivered_or_interrupted_task_is_claimed_by_the_next_process()
    {
        var begun = new TaskCompletionSource();
        await (await Connect((_, _, _) => Task.FromResult(new TaskResult()), isReached: false)).DisposeAsync(); // it has declared its operations
        var run = await Decide();

        await using (
            await Connect(
                async (_, _, stop) =>
                {
                    begun.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                    return new();
                },
                isReached: false
            )
        )
            await begun.Task; // and then it stops in the middle of the task
        var cut = State(await _owner.Get($"/api/v1/runs/{Id(run)}"));
        await ExpireHeartbeat();
        await using var next = await Connect(
            (task, input, _) =>
            {
                _executed.Enqueue((input.BucketName, task.IsUndo, task.Tenant.ExternalId));
                return Task.FromResult(new TaskResult());
            },
            isReached: false
        );

        State(await Ended(run)).ShouldBe("done");
        cut.ShouldBe("waiting");
        _executed.ShouldBe([("files", false, "studio")]);
    }

    [Fact]
    public async Task Handlers_declare_the_built_in_operations_they_execute()
    {
        await using var app = await Connect((_, _, _) => Task.FromResult(new TaskResult()));

        var declared = await _owner.Get("/api/v1/application");

        declared.GetProperty("tasks").EnumerateArray().Select(task => task.GetString()).ShouldBe(["tenant.anonymise"]);
        declared.GetProperty("operations")[0].GetProperty("name").GetString().ShouldBe(Recount);
    }

    /// <param name="isReached">tasks are sent to it by webhook; otherwise it has to poll for them</param>
    private async Task<ConnectedApp> Connect(Func<OfferedTask, Bucket, CancellationToken, Task<TaskResult>> carry, bool isReached = true)
    {
        var port = InstalledConsole.FreePort();
        var secret = "";
        if (isReached)
        {
            var url = $"http://127.0.0.1:{port}{ConnectedApp.Path}";
            var made = await _owner.Run(
                "webhook_endpoint.create",
                "tnt_platform",
                new
                {
                    url,
                    mode = "live",
                    events = new[] { "task.*" },
                }
            );
            secret = made.GetProperty("secret").GetString()!;
        }
        var app = await ConnectedApp.Start(
            ConnectedApp.To(_console.Address, _owner.Key, secret),
            hear => hear.OnTask(Recount, carry).OnTask("tenant.anonymise", (_, _) => Task.FromResult(new TaskResult())).Declare(s_declaration),
            port
        );
        await _owner.Await("/api/v1/operations", known => known.GetRawText().Contains(Recount, StringComparison.Ordinal));
        return app;
    }

    private async Task<JsonElement> Decide(string bucket = "files") => await _owner.Run(Recount, await _owner.Tenant("studio"), new { bucket_name = bucket });

    private Task<JsonElement> Ended(JsonElement run) =>
        _owner.Await($"/api/v1/runs/{Id(run)}", now => State(now) is not ("running" or "waiting" or "stopping"));

    /// <summary>Acts as if the minute after which a task counts as abandoned had passed.</summary>
    private async Task ExpireHeartbeat()
    {
        var tenant = await _owner.Tenant("studio");
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute("update core.tasks set responded_at = responded_at - interval '2 minutes' where tenant_id = @tenant", new { tenant });
        await work.Commit();
    }

    private static JsonElement? First(JsonElement tasks) => tasks.GetProperty("data").EnumerateArray().Select(task => (JsonElement?)task).FirstOrDefault();

    private static string Id(JsonElement run) => run.GetProperty("id").GetString()!;

    private static string State(JsonElement run) => run.GetProperty("state").GetString()!;

    private static string? Code(JsonElement run) => run.GetProperty("lines")[0].GetProperty("code").GetString();
}
