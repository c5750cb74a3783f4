using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Applications;

public sealed class TaskTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync()
    {
        _app = await TestApplication.Connect(_console = await TestConsole.Start());
        await _app.Declare(DeclaredApplications.Recount);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_declared_operation_is_previewed_executed_and_undone_by_the_application()
    {
        await using var carrier = await Carrier();
        var tenant = await _app.Tenant("task-1", "Acorn Studio");

        var preview = await Preview(tenant);
        var run = await _app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        var offered = await carrier.Next();
        var task = offered.Data.GetProperty("task");
        await _app.Await($"/api/v1/tasks/{Id(task)}", now => State(now) == "accepted");
        var progress = await _app.Say(
            task,
            "progress",
            new
            {
                done = 3,
                total = 10,
                note = "Three buckets read.",
            }
        );
        var done = await _app.Say(task, "complete", new { note = "Ten buckets, 4 GB." });
        var finished = await _app.Get($"/api/v1/runs/{Id(run)}");
        var undo = await _app.Post($"/api/v1/runs/{Id(run)}/undo", new { });
        var back = (await carrier.Next()).Data.GetProperty("task");
        await _app.Say(back, "complete", new { });

        preview.GetProperty("subjects")[0].GetProperty("text").GetString().ShouldBe("The application runs Recount storage for Acorn Studio.");
        (State(run), State(finished), State(undo)).ShouldBe(("waiting", "done", "waiting"));
        (offered.Verified, offered.Type, task.GetProperty("kind").GetString(), task.GetProperty("action").GetString()).ShouldBe(
            (true, "task.offered", DeclaredApplications.Name, "execute")
        );
        task.GetProperty("input").GetRawText().ShouldBe("""{"bucket":"files"}""");
        task.GetProperty("subject").GetProperty("external_id").GetString().ShouldBe("task-1");
        (progress.Body.GetProperty("state").GetString(), done.Body.GetProperty("state").GetString()).ShouldBe(("running", "done"));
        finished.GetProperty("lines")[0].GetProperty("text").GetString().ShouldBe("The application completed Recount storage for Acorn Studio.");
        (back.GetProperty("action").GetString(), back.GetProperty("input").GetRawText()).ShouldBe(("undo", """{"bucket":"files"}"""));
        State(await _app.Get($"/api/v1/runs/{Id(run)}")).ShouldBe("undone");
        State(await _app.Get($"/api/v1/runs/{Id(undo)}")).ShouldBe("done");
        await using var reading = await _console.Database.Read();
        (await reading.List<string>("select body from webhooks.deliveries")).ShouldAllBe(body => !body.Contains("oct_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unreachable_application_can_poll_and_receives_each_task_once()
    {
        var tenants = new List<string>();
        for (var number = 0; number < 20; number++)
            tenants.Add(await _app.Tenant($"claim-{number}"));
        var run = await Start([.. tenants]);
        await _app.Await($"/api/v1/runs/{Id(run)}", now => State(now) == "waiting");

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _app.Claim(10)));
        var all = claims.SelectMany(some => some).ToList();
        while (await _app.Claim(10) is { Count: > 0 } more)
            all.AddRange(more);
        foreach (var task in all)
            (await _app.Say(task, "complete", new { })).Status.ShouldBe(200);

        all.Select(Id).Distinct().Count().ShouldBe(20);
        all.Count.ShouldBe(20);
        var ended = await _app.Get($"/api/v1/runs/{Id(run)}");
        (State(ended), ended.GetProperty("done").GetInt32()).ShouldBe(("done", 20));
    }

    [Fact]
    public async Task A_failed_task_has_a_reason_and_can_be_retried()
    {
        var tenant = await _app.Tenant("fails-1");
        var run = await Start(tenant);

        var task = (await _app.Claim())[0];
        var accepted = await _app.Say(task, "accept", new { });
        await _app.Say(task, "fail", new { code = "bucket_gone", message = "The bucket is gone." });
        var twice = await _app.Say(task, "fail", new { code = "bucket_gone" });
        var late = await _app.Say(task, "complete", new { });

        var failed = await _app.Get($"/api/v1/runs/{Id(run)}");
        (State(failed), failed.GetProperty("lines")[0].GetProperty("code").GetString()).ShouldBe(("failed", "bucket_gone"));
        (accepted.Status, State(accepted.Body)).ShouldBe((200, "accepted"));
        (twice.Status, late.Status, late.Body.GetProperty("code").GetString()).ShouldBe((200, 409, "task_over"));
        var again = await _app.Post(
            "/api/v1/previews",
            new
            {
                operation = DeclaredApplications.Name,
                retry = Id(run),
                input = DeclaredApplications.Input,
            }
        );
        again.GetProperty("accepted").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_partly_failed_undo_can_be_repeated_for_the_remaining_subjects()
    {
        string[] tenants = [await _app.Tenant("again-1"), await _app.Tenant("again-2")];
        var run = await Start(tenants);
        await Each("complete");
        var undo = await _app.Post($"/api/v1/runs/{Id(run)}/undo", new { });
        await _app.Say((await _app.Claim(1))[0], "complete", new { });
        await Each("fail");
        var halfway = await _app.Get($"/api/v1/runs/{Id(run)}");

        var again = await _app.Post($"/api/v1/runs/{Id(run)}/undo", new { });
        var asked = await _app.Claim(10);
        foreach (var task in asked)
            await _app.Say(task, "complete", new { });

        (State(halfway), Id(again), asked.Count).ShouldBe(("partly", Id(undo), 1));
        State(await _app.Get($"/api/v1/runs/{Id(run)}")).ShouldBe("undone");
        (await _app.Get($"/api/v1/runs/{Id(undo)}")).GetProperty("done").GetInt32().ShouldBe(2);
        (await _app.UndoRefused(run)).ShouldBe("already_undone");

        async Task Each(string word)
        {
            foreach (var task in await _app.Claim(10))
                await _app.Say(task, word, word == "fail" ? new { code = "bucket_gone", message = "The bucket is gone." } : new { });
        }
    }

    [Fact]
    [Slow(6, "Applications")]
    public async Task A_missed_deadline_fails_the_run_and_a_late_result_needs_to_be_dismissed()
    {
        var tenant = await _app.Tenant("late-1");
        var run = await Start(tenant);
        var task = (await _app.Claim())[0];

        await Force("update core.tasks set deadline = now()", tenant);
        var failed = await _app.Await($"/api/v1/runs/{Id(run)}", now => State(now) == "failed");
        var late = await _app.Say(task, "complete", new { note = "Done, though it took long." });

        failed.GetProperty("lines")[0].GetProperty("code").GetString().ShouldBe("no_answer");
        (late.Status, late.Body.GetProperty("state").GetString()).ShouldBe((200, "done_late"));
        State(await _app.Get($"/api/v1/runs/{Id(run)}")).ShouldBe("failed");
        (await _app.Run("task.dismiss", Id(task))).GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task A_task_accepts_only_its_own_token()
    {
        await Start(await _app.Tenant("token-1"));
        await Start(await _app.Tenant("token-2"));
        var (one, other) = (await _app.Claim()) switch
        {
            var all => (all[0], all[1]),
        };

        var wrong = await _app.Say(
            JsonSerializer.SerializeToElement(new { id = Id(one), token = other.GetProperty("token").GetString() }),
            "complete",
            new { }
        );
        var key = await _app.Say(JsonSerializer.SerializeToElement(new { id = Id(one), token = _app.Key }), "complete", new { });
        var none = await _app.Say(JsonSerializer.SerializeToElement(new { id = "tsk_01", token = "oct_1" }), "complete", new { });

        (wrong.Status, key.Status, none.Status).ShouldBe((401, 401, 404));
        State(await _app.Get($"/api/v1/tasks/{Id(one)}")).ShouldBe("accepted");
    }

    [Fact]
    public async Task Stopping_cancels_unclaimed_tasks_immediately_and_claimed_ones_when_confirmed()
    {
        var runs = await Start(await _app.Tenant("stop-2"));
        var task = (await _app.Claim())[0];
        var waits = await Start(await _app.Tenant("stop-1"));

        await _app.Post($"/api/v1/runs/{Id(waits)}/stop", new { });
        await _app.Post($"/api/v1/runs/{Id(runs)}/stop", new { });
        await _app.Await($"/api/v1/runs/{Id(waits)}", now => State(now) == "failed");
        var progress = await _app.Say(task, "progress", new { done = 1, total = 2 });
        await _app.Say(task, "fail", new { code = "stopped" });

        progress.Body.GetProperty("is_cancelled").GetBoolean().ShouldBeTrue();
        State(await _app.Get($"/api/v1/tasks/{Id(task)}")).ShouldBe("cancelled");
        State(await _app.Get($"/api/v1/runs/{Id(runs)}")).ShouldBe("failed");
    }

    [Fact]
    public async Task A_silent_task_is_offered_again_and_counts_once()
    {
        var tenant = await _app.Tenant("silent-1");
        var run = await Start(tenant);
        var first = (await _app.Claim())[0];
        (await _app.Claim()).ShouldBeEmpty();

        await Force("update core.tasks set responded_at = now() - interval '2 minutes'", tenant);
        var second = (await _app.Claim())[0];
        await _app.Say(first, "complete", new { });
        await _app.Say(second, "complete", new { });

        (Id(second), second.GetProperty("offer").GetInt32()).ShouldBe((Id(first), 2));
        (await _app.Get($"/api/v1/runs/{Id(run)}")).GetProperty("done").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_running_task_is_not_requested_a_second_time()
    {
        var tenant = await _app.Tenant("twice-1");
        await Start(tenant);

        var again = await Preview(tenant);

        again.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("underway");
    }

    [Fact]
    public async Task A_task_can_be_undone_only_after_the_application_has_answered()
    {
        var run = await Start(await _app.Tenant("answer-1"));
        var task = (await _app.Claim())[0];

        var early = (await _app.Send(HttpMethod.Post, $"/api/v1/runs/{Id(run)}/undo", "{}")).Body;
        await _app.Say(task, "complete", new { });
        await _app.Post($"/api/v1/runs/{Id(run)}/undo", new { });

        early.GetProperty("detail").GetString().ShouldBe("The application is still working on this run's tasks. Undo the run when it has answered.");
        (await _app.Claim())[0].GetProperty("action").GetString().ShouldBe("undo");
    }

    [Fact]
    public async Task No_task_is_handed_out_during_an_emergency_stop()
    {
        await Start(await _app.Tenant("halt-1"));

        await _app.Run("platform.stop", IdGenerator.Platform);
        var meanwhile = await _app.Claim();
        await Release();

        meanwhile.ShouldBeEmpty();
        (await _app.Claim()).Count.ShouldBe(1);
    }

    private static string Id(JsonElement made) => made.GetProperty("id").GetString()!;

    private static string State(JsonElement made) => made.GetProperty("state").GetString()!;

    private Task<JsonElement> Preview(params string[] tenants) =>
        _app.Post(
            "/api/v1/previews",
            new
            {
                operation = DeclaredApplications.Name,
                subjects = tenants,
                input = DeclaredApplications.Input,
            }
        );

    private async Task<JsonElement> Start(params string[] tenants) =>
        await _app.Post("/api/v1/runs", new { preview = Id(await Preview(tenants)), reason = "The buckets grew." });

    private async Task Release() =>
        await _app.Post("/api/v1/runs", new { preview = Id(await _app.Preview("platform.release", [IdGenerator.Platform], new { reason = "It is over." })) });

    private async Task Force(string sql, string tenant)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql);
        await work.Commit();
    }

    private async Task<WebhookReceiver> Carrier()
    {
        var receiver = await WebhookReceiver.Start();
        await _app.Run("webhook_endpoint.change", await receiver.Connect(_app), new { events = new[] { "task.*" } });
        return receiver;
    }
}
