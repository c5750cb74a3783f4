using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Background jobs and failed jobs: shown, retried and discarded.</summary>
[Slow(11, "WorkItems")]
public sealed class WorkTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task Selected_failed_jobs_are_discarded_together_and_restored_by_undo()
    {
        await AddFailedJobs("discarded", 2);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/work");

        await page.GetByTestId("dead-checkbox-1").CheckAsync();
        await page.GetByTestId("dead-checkbox-2").CheckAsync();
        await page.Locator("#bulk-discard").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("2 jobs discarded");
        await Assertions.Expect(Rows(page, "discarded")).ToHaveCountAsync(0);
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(Rows(page, "discarded")).ToHaveCountAsync(2);
        window.ShouldHaveNoComplaints();
        await Force("delete from work.failed_items where lane like 'test:discarded%'");
    }

    [Fact]
    public async Task A_retried_job_is_shown_in_its_queue_with_its_error()
    {
        await AddFailedJobs("replayed", 1);
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/work");

        await Rows(page, "replayed").GetByRole(AriaRole.Link, new() { Name = "Retry test.work" }).ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 job retried");
        var lane = page.GetByRole(AriaRole.Table, new() { Name = "Queues" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "test:replayed-1" });
        await Assertions.Expect(lane).ToContainTextAsync("failed once", new() { Timeout = 15_000 });
        await Assertions.Expect(lane).ToContainTextAsync("No handler is registered for this kind of work.");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task The_page_passes_the_inspection_with_jobs_in_every_state()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500,500");
        var endpoint = await receiver.Connect(console.Application);
        await console.Application.Run("tenant.suspend", console.Ids[1]);
        await receiver.Next();
        await AddFailedJobs("seen", 3);
        await Force("insert into work.lanes (lane, due, open_until, failures) values ('test:resting', now(), now() + interval '4 minutes', 12)");
        await Force(
            "insert into work.items (lane, kind, body, due, attempts, error) values ('test:resting', 'test.work', '{}', now(), 3, 'Responded with 503.')"
        );

        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            await window.Page.GotoAsync("/work");
            await Assertions.Expect(window.Page.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync();
            await PageInspector.Inspect(window.Page, $"/work {width}");
            await Rows(window.Page, "seen-1").GetByRole(AriaRole.Link, new() { Name = "test.work", Exact = true }).ClickAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("test.work");
            await PageInspector.Inspect(window.Page, $"a failed job {width}");
            window.ShouldHaveNoComplaints();
        }

        await console.Application.Run("webhook_endpoint.remove", endpoint);
        await Force("delete from work.failed_items where lane like 'test:seen%'");
        await Force("delete from work.items where lane = 'test:resting'");
        await Force("delete from work.lanes where lane = 'test:resting'");
    }

    private static ILocator Rows(IPage page, string lane) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Failed jobs" }).GetByRole(AriaRole.Row).Filter(new() { HasText = $"test:{lane}" });

    /// <summary>Adds failed jobs of a kind without a handler.</summary>
    private async Task AddFailedJobs(string lane, int count)
    {
        var ids = new IdGenerator(TimeProvider.System);
        for (var number = 1; number <= count; number++)
            await Force(
                $$"""
                with named as (insert into core.entity_names (id, kind, name) values (@id, 'work item', 'test.work'))
                insert into work.failed_items (failed_id, lane, kind, body, attempts, error, requested_at, failed_at)
                values (@id, 'test:{{lane}}-{{number}}', 'test.work', '{}', 6, 'No handler is registered for this kind of work.', now() - interval '2 hours', now())
                """,
                new { id = ids.New("itm") }
            );
    }

    private async Task Force(string sql, object? args = null)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute(sql, args);
        await work.Commit();
    }
}
