using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>Rejected events are stored with their reason and can be ingested after the cause is fixed.</summary>
public sealed class RejectedEventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Events_of_an_unknown_tenant_can_be_ingested_once_it_exists()
    {
        var app = await TestApplication.Connect(console);
        var late = "late-" + Guid.CreateVersion7();
        await app.Report(EventReports.Event(late, "activity"), EventReports.Event(late, "activity"));
        var tenant = await app.Tenant(late);

        await app.Run("dead_letter.replay", IdGenerator.Platform, new { reason = "unknown_tenant" });

        await console.Until($"select count(*) = 2 from core.events where tenant_id = '{tenant}'");
        await console.Until($"select bool_and(retried_at is not null) from core.dead_letters where body like '%{late}%'");
    }

    [Fact]
    public async Task A_replayed_event_that_fails_is_stored_again()
    {
        var app = await TestApplication.Connect(console);
        await app.Report(EventReports.Event("nobody-" + Guid.CreateVersion7(), "session.started", data: new { member = "m" }));

        await app.Run("dead_letter.replay", IdGenerator.Platform, new { reason = "unknown_tenant" });

        await console.Until(
            "select count(*) filter (where retried_at is not null) >= 1 and count(*) filter (where ended_at is null) >= 1 from core.dead_letters"
        );
    }

    [Fact]
    public async Task Discarding_events_can_be_undone()
    {
        var (app, tenant) = await console.Studio();
        await app.Report(EventReports.Event(tenant, "session.started", data: new { member = "m" }));

        var run = await app.Run("dead_letter.discard", IdGenerator.Platform, new { reason = "missing_session" });
        (await app.Refusal("dead_letter.discard", IdGenerator.Platform, new { reason = "missing_session" })).ShouldBe("none_open");
        await app.Undo(run);

        (await app.Refusal("dead_letter.discard", IdGenerator.Platform, new { reason = "missing_session" })).ShouldBeNull();
    }

    [Fact]
    public async Task Rejected_events_of_a_reason_are_listed_and_exported_completely()
    {
        await using var alone = await TestConsole.Start();
        var (app, tenant) = await alone.Studio();
        await app.Report([.. Enumerable.Range(1, 30).Select(number => EventReports.Event($"unheard-of-{number}", "activity"))]);
        await app.Report(EventReports.Event(tenant, "session.started", data: new { member = "m" }));
        var owner = await TestBrowser.Owner(alone);

        await owner.Get("/webhooks/in?reason=unknown_tenant");
        var first = Rows(owner.Page);
        await owner.Get(owner.Page.Split("id=\"pager-next\" href=\"")[1].Split('"')[0]);
        var second = Rows(owner.Page);
        await owner.Get("/webhooks/in?reason=missing_session");
        var others = Rows(owner.Page);
        await owner.Get("/webhooks/in?reason=no_such_reason");
        var none = owner.Page;
        var file = await (await owner.Get("/webhooks/in/export?reason=unknown_tenant")).Content.ReadAsStringAsync();

        (first.Count, second.Count, others.Count).ShouldBe((25, 5, 1));
        first.Concat(second).Distinct().Count().ShouldBe(30);
        none.ShouldContain("No results");
        file.TrimEnd().Split("\r\n").Length.ShouldBe(31);
        file.ShouldContain("unheard-of-30");

        static List<string> Rows(string page) => [.. page.Split("id=\"row-rejected-").Skip(1).Select(row => row.Split('"')[0])];
    }

    [Fact]
    public async Task The_page_shows_senders_and_rejection_reasons()
    {
        var (app, tenant) = await console.Studio();
        await app.Report(EventReports.Event(tenant, "activity"), EventReports.Event("nobody-at-all", "activity"));
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/webhooks/in");

        owner.Page.ShouldContain("unknown_tenant");
        owner.Page.ShouldContain("nobody-at-all");
        await owner.Get("/overview");
        owner.Page.ShouldContain("from your application.");
    }
}
