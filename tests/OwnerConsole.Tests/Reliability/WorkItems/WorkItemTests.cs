using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Tests.Reliability.WorkItems;

[Slow(8, "WorkItems")]
public sealed class WorkItemTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_replayed_item_moves_to_the_end_of_its_lane_with_reset_attempts()
    {
        var dead = await Dead("hook:whe_1");

        await _app.Run("work_item.replay", dead);

        (await List("/api/v1/work/failed")).ShouldBeEmpty();
        // A worker releases the lane a moment after storing the failure; its state is "working" until then.
        var lane = await _app.Await("/api/v1/work/lanes", answer => Lane(answer, "hook:whe_1") is { } row && row.GetProperty("state").GetString() == "failing");
        Lane(lane, "hook:whe_1")!.Value.GetProperty("error").GetString().ShouldBe("No handler is registered for this kind of work.");
        Lane(lane, "hook:whe_1")!.Value.GetProperty("failures").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_and_schedules_are_shown_with_readable_titles()
    {
        var owner = await TestBrowser.Owner(_console);
        var untitled = _console.Services.GetServices<IWorkHandler>().Where(handler => handler.Title == handler.Name);

        untitled.Select(handler => handler.GetType().Namespace!).ShouldAllBe(name => name.StartsWith("OwnerConsole.Tests", StringComparison.Ordinal));
        await Poll.Until(async () =>
        {
            await owner.Get("/work");
            return owner.Page.Contains("Delete old operation inputs", StringComparison.Ordinal);
        });
        owner.Page.ShouldNotContain(">operations.forget<");
    }

    [Fact]
    public async Task A_dead_item_can_be_opened_with_its_content_even_after_discarding()
    {
        var dead = await Dead("hook:whe_4", """{"delivery": "dlv_1"}""");
        var owner = await TestBrowser.Owner(_console);

        var listed = (await List("/api/v1/work/failed")).ShouldHaveSingleItem();
        await owner.Get("/work");
        var link = owner.Page.Contains($"href=\"/work/{dead}\"", StringComparison.Ordinal);
        await owner.Get($"/work/{dead}");
        var open = owner.Page;
        await _app.Run("work_item.discard", dead);
        await owner.Get($"/work/{dead}");

        listed.GetProperty("body").GetProperty("delivery").GetString().ShouldBe("dlv_1");
        link.ShouldBeTrue();
        open.ShouldContain("\"delivery\": \"dlv_1\"");
        open.ShouldContain("It broke.");
        open.ShouldContain("operation=work_item.replay");
        owner.Page.ShouldNotContain("operation=work_item.replay");
        (await owner.Get("/work/itm_nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Health_shows_how_long_the_jobs_of_the_last_day_took()
    {
        var (durations, writer) = (_console.Services.GetRequiredService<JobDurations>(), _console.Services.GetRequiredService<JobDurationWriter>());
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute(
                """
                insert into work.durations (slot, bin, hour_at, jobs)
                select extract(hour from h.at at time zone 'UTC')::int, 60, h.at, 1000000000
                  from (values (date_bin('1 hour', now(), 'epoch') - interval '24 hours'), (date_bin('1 hour', now(), 'epoch') - interval '30 hours')) h(at)
                """
            );
            await work.Commit();
        }
        foreach (var _ in Enumerable.Range(0, 2))
        {
            durations.Add(LatencyHistogram.BinOf(2_000), 900_000); // more than the console does meanwhile
            durations.Add(60, 100_000);
            await writer.Flush(CancellationToken.None);
        }

        var parts = (await _app.Get("/api/v1/health")).GetProperty("parts").EnumerateArray();
        var took = parts.Single(part => part.GetProperty("key").GetString() == "background_jobs").GetProperty("durations");

        took.GetProperty("p50_ms").GetInt32().ShouldBeInRange(1_800, 2_200);
        took.GetProperty("p95_ms").GetInt32().ShouldBeInRange(32_000, 40_000);
    }

    [Fact]
    public async Task Dead_items_are_paged_and_can_be_filtered_by_kind()
    {
        await using (var work = await _console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute(
                """
                insert into work.failed_items (failed_id, lane, kind, body, attempts, error, requested_at, failed_at)
                select 'itm_' || n, 'test:' || n, case when n % 2 = 0 then 'test.even' else 'test.odd' end, '{}', 6, 'It broke.', now(), now() - n * interval '1 minute' from generate_series(1, 120) n
                """
            );
            await work.Commit();
        }
        var owner = await TestBrowser.Owner(_console);

        var first = await _app.Get("/api/v1/work/failed?kind=test.even");
        var second = await _app.Get($"/api/v1/work/failed?kind=test.even&cursor={first.GetProperty("next_cursor").GetString()}");
        await owner.Get("/work?kind=test.even");

        (first.GetProperty("total").GetString(), first.GetProperty("data").GetArrayLength()).ShouldBe(("60", 50));
        second
            .GetProperty("data")
            .EnumerateArray()
            .Select(row => row.GetProperty("id").GetString())
            .ShouldBe(Enumerable.Range(51, 10).Select(n => $"itm_{2 * n}"));
        second.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        owner.Page.ShouldContain("id=\"clear-kind\"");
        owner.Page.ShouldContain("50 of 60");
        owner.Page.ShouldContain("id=\"pager-next\"");
        owner.Page.ShouldContain("name=\"matching\" value=\"?kind=test.even\"");
        owner.Page.ShouldNotContain("href=\"/work/itm_1\"");
    }

    [Fact]
    public async Task A_bulk_selection_is_fixed_at_the_preview_and_omits_excluded_items()
    {
        string[] dead = [await Dead("hook:whe_5"), await Dead("hook:whe_6"), await Dead("hook:whe_7")];
        var preview = await _app.Post(
            "/api/v1/previews",
            new
            {
                operation = "work_item.discard",
                query = new { kind = "test.nobody" },
                except = new[] { dead[1] },
                input = new { },
            }
        );
        var later = await Dead("hook:whe_8");

        await _app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });

        preview.GetProperty("subjects").EnumerateArray().Select(line => line.GetProperty("id").GetString()).ShouldBe([dead[0], dead[2]]);
        (await List("/api/v1/work/failed")).Select(row => row.GetProperty("id").GetString()).ShouldBe([dead[1], later], ignoreOrder: true);
        var (status, wrong) = await _app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            """{"operation": "work_item.discard", "query": {"lane": "hook:whe_5"}, "input": {}}"""
        );
        (status, wrong.GetProperty("errors").EnumerateObject().Single().Name).ShouldBe((400, "query.lane"));
    }

    [Fact]
    public async Task Undo_is_refused_once_a_replayed_item_has_been_executed()
    {
        var dead = await Dead("hook:whe_2");
        var run = await _app.Run("work_item.replay", dead);
        await Force("delete from work.items where lane = 'hook:whe_2'"); // A worker does this when it is done.

        var (status, answer) = await _app.Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}");

        (status, answer.GetProperty("code").GetString()).ShouldBe((409, "moved_on"));
    }

    [Fact]
    public async Task A_discarded_item_is_not_listed_until_undo()
    {
        var dead = await Dead("hook:whe_3");

        var run = await _app.Run("work_item.discard", dead);
        var without = await List("/api/v1/work/failed");
        await _app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

        without.ShouldBeEmpty();
        (await List("/api/v1/work/failed")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(dead);
    }

    [Fact]
    public async Task Work_is_visible_only_to_keys_for_the_whole_platform()
    {
        var test = await TestApplication.Connect(_console, Mode.Test);
        var bound = await TestApplication.Connect(_console, onlyTenant: await _app.Tenant("work-1"));

        (await test.Send(HttpMethod.Get, "/api/v1/work/failed")).Status.ShouldBe(403);
        (await bound.Send(HttpMethod.Get, "/api/v1/work/lanes")).Status.ShouldBe(403);
        (await _app.Send(HttpMethod.Get, "/api/v1/work/lanes?limit=0")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Schedules_are_listed_with_their_next_run()
    {
        var answer = await _app.Await(
            "/api/v1/work/lanes",
            answer => Lane(answer, "every:operations.forget") is { } row && row.TryGetProperty("done_at", out var at) && at.ValueKind is JsonValueKind.String
        );

        var schedule = Lane(answer, "every:operations.forget")!.Value;
        schedule.GetProperty("next_at").GetDateTimeOffset().ShouldBeGreaterThan(schedule.GetProperty("done_at").GetDateTimeOffset());
    }

    private static JsonElement? Lane(JsonElement answer, string lane) =>
        answer.GetProperty("data").EnumerateArray().Where(row => row.GetProperty("lane").GetString() == lane).Select(row => (JsonElement?)row).FirstOrDefault();

    private async Task<JsonElement[]> List(string address) => [.. (await _app.Get(address)).GetProperty("data").EnumerateArray()];

    /// <returns>The id of a dead item of a kind without a handler.</returns>
    private async Task<string> Dead(string lane, string body = "{}")
    {
        var id = new IdGenerator(TimeProvider.System).New("itm");
        await Force(
            $$"""
            insert into work.failed_items (failed_id, lane, kind, body, attempts, error, requested_at, failed_at) values ('{{id}}', '{{lane}}', 'test.nobody', '{{body}}', 6, 'It broke.', now(), now());
            insert into core.entity_names (id, kind, name) values ('{{id}}', 'work item', 'test.nobody')
            """
        );
        return id;
    }

    private async Task Force(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
        foreach (var statement in sql.Split(';'))
            work.Defer(statement);
        await work.Commit();
    }
}
