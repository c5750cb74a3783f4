using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Events reported over HTTP: three modes, deduplication, and a reason for every rejection.</summary>
public sealed class EventsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Path = "/api/v1/events";

    [Fact]
    public async Task An_event_is_counted_once_no_matter_how_often_it_is_sent()
    {
        var (app, tenant) = await console.Studio();
        var booked = EventReports.Event(tenant, "class.booked");

        var first = await app.Report(booked, booked);
        var again = await app.Report(booked);

        first.Status.ShouldBe(HttpStatusCode.Accepted);
        (first.Accepted, first.Duplicates).ShouldBe((1, 1));
        (again.Accepted, again.Duplicates).ShouldBe((0, 1));
        (await console.Stored(tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task Duplicates_in_a_batch_do_not_affect_new_events()
    {
        var (app, tenant) = await console.Studio();
        var booked = Enumerable.Range(0, 5).Select(_ => EventReports.Event(tenant, "class.booked")).ToArray();

        var answers = new List<(int, int)>();
        foreach (var some in new[] { booked[..2], booked[1..3], booked[3..4], booked[2..] })
        {
            var answer = await app.Report(some);
            answers.Add((answer.Accepted, answer.Duplicates));
        }

        answers.ShouldBe([(2, 0), (1, 1), (1, 0), (1, 2)]);
        (await console.Stored(tenant)).ShouldBe(5);
    }

    [Fact]
    public async Task Duplicates_are_recognized_across_nodes()
    {
        await using var here = await TestConsole.Start();
        await using var other = await ConsoleHost.Build(here.Options);
        await other.StartAsync();
        var app = await TestApplication.Connect(here);
        var there = TestApplication.WithKey(new UriBuilder(other.Urls.First()) { Host = "localhost" }.Uri, app.Key);
        var tenant = await app.Tenant("acme");
        var booked = Enumerable.Range(0, 400).Select(_ => EventReports.Event(tenant, "class.booked")).ToArray();

        await app.Report(booked[..100]);
        var after = await there.Report(booked[50..150]);
        var atOnce = await Task.WhenAll(
            booked[150..].Chunk(50).SelectMany(some => new[] { app.Report("", some), there.Report("", [.. some.Reverse()]) }) // everything twice, in both orders
        );

        (after.Accepted, after.Duplicates).ShouldBe((50, 50));
        (atOnce.Sum(answer => answer.Accepted), atOnce.Sum(answer => answer.Duplicates)).ShouldBe((250, 250));
        (await here.Stored(tenant)).ShouldBe(400);
        await other.StopAsync();
    }

    [Fact]
    public async Task Event_IDs_expire_after_the_next_window_except_those_of_imports()
    {
        var (app, tenant) = await console.Studio();
        var (reported, imported) = (EventReports.Event(tenant, "class.booked"), EventReports.Event(tenant, "class.booked"));
        await app.Report(reported);
        await app.Report("?backfill=true", [imported]);
        async Task<(int, int)> Again(string query) => ((await app.Report(query, [reported])).Accepted, (await app.Report(query, [imported])).Accepted);

        var atOnce = (await Again(""), await Again("?backfill=true"));
        await NextWindow();
        var next = (await Again("?backfill=true"), await Again(""));
        await NextWindow();
        var later = await Again("");
        var atLast = (await Again(""), await Again("?backfill=true"));

        atOnce.ShouldBe(((0, 0), (0, 0)));
        next.ShouldBe(((0, 0), (0, 0)));
        later.ShouldBe((1, 0));
        atLast.ShouldBe(((0, 0), (0, 0)));
    }

    [Fact]
    public async Task The_same_ID_from_another_source_or_tenant_is_another_event()
    {
        var (app, tenant) = await console.Studio();
        var (_, other) = await console.Studio();
        var elsewhere = EventReports.Event(tenant, "class.booked", id: "1");
        elsewhere["source"] = "/kiosk";

        var answer = await app.Report(EventReports.Event(tenant, "class.booked", id: "1"), elsewhere, EventReports.Event(other, "class.booked", id: "1"));

        answer.Accepted.ShouldBe(3);
    }

    [Fact]
    public async Task A_tenant_is_named_by_its_console_ID_or_external_ID()
    {
        var (app, tenant) = await console.Studio();
        var external = await External(tenant);

        var answer = await app.Report(
            EventReports.Event(tenant, "activity"),
            EventReports.Event(external, "activity"),
            EventReports.Event("ext:" + external, "activity")
        );

        answer.Accepted.ShouldBe(3);
        (await console.Stored(tenant)).ShouldBe(3);
    }

    [Fact]
    public async Task Each_rejected_event_has_a_reason_and_is_stored()
    {
        var (app, tenant) = await console.Studio();
        var nameless = EventReports.Event(tenant, "activity");
        nameless.Remove("id");
        var wrong = EventReports.Event(tenant, "activity");
        wrong["time"] = "yesterday";
        var ambiguous = EventReports.Event(tenant, "activity");
        ambiguous["time"] = "2026-11-20T10:00:00";

        var answer = await app.Report(
            EventReports.Event("nobody-knows-it", "activity"),
            EventReports.Event(tenant, "activity"),
            nameless,
            wrong,
            ambiguous,
            EventReports.Event(tenant, "activity", TimeProvider.System.GetUtcNow().AddDays(2)),
            EventReports.Event(tenant, "activity", TimeProvider.System.GetUtcNow().AddDays(-40)),
            EventReports.Event(tenant, "session.started", data: new { member = "m1" }),
            EventReports.Event(tenant, "session.recorded", data: new { duration_seconds = 90_000 }),
            7
        );

        answer.Accepted.ShouldBe(1);
        answer.Reasons.ShouldBe([
            "unknown_tenant",
            "missing_attribute",
            "bad_time",
            "bad_time",
            "time_ahead",
            "too_old",
            "missing_session",
            "bad_duration",
            "unreadable",
        ]);
        answer.Body.GetProperty("rejected")[0].GetProperty("index").GetInt32().ShouldBe(0);
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.dead_letters where body like '%nobody-knows-it%' and reason = 'unknown_tenant'")).ShouldBe(1);
    }

    [Fact]
    public async Task Imported_history_keeps_its_time_and_is_counted_once()
    {
        var (app, tenant) = await console.Studio();
        var old = EventReports.Event(tenant, "class.booked", new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));

        var first = await app.Report("?backfill=true", [old]);
        var again = await app.Report("?backfill=true", [old]);

        (first.Accepted, again.Duplicates).ShouldBe((1, 1));
    }

    [Fact]
    public async Task After_a_month_is_closed_history_is_refused_but_late_events_are_accepted()
    {
        await using var alone = await TestConsole.Start();
        var (app, tenant) = await alone.Studio();
        await alone.WaitForRevenue();
        var run = await app.Run("month.close", IdGenerator.Platform, new { month = "2026-01-15" });
        var old = EventReports.Event(tenant, "class.booked", new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));

        var closed = await app.Report("?backfill=true", [old, EventReports.Event(tenant, "class.booked", TimeProvider.System.GetUtcNow().AddDays(-3))]);
        await app.Undo(run);
        var reopened = await app.Report("?backfill=true", [old]);

        (closed.Accepted, closed.Reasons.ShouldHaveSingleItem()).ShouldBe((1, "imports_ended"));
        reopened.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_single_event_can_be_sent_without_a_batch()
    {
        var (app, tenant) = await console.Studio();

        var answer = await app.Send(Path, JsonSerializer.Serialize(EventReports.Event(tenant, "activity")), "application/cloudevents+json; charset=utf-8");

        answer.Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"note": "\u0000"}""", "bad_text")]
    [InlineData("""{"note": "\ud800"}""", "bad_text")]
    [InlineData("""{"huge": 1e999999}""", "bad_value")]
    public async Task Values_that_the_database_cannot_store_are_rejected_individually(string data, string reason)
    {
        var (app, tenant) = await console.Studio();
        var events = Enumerable.Range(0, 6).Select(_ => JsonSerializer.Serialize(EventReports.Event(tenant, "activity"))).ToList();
        events[2] = events[2].Replace("\"data\":null", "\"data\":" + data, StringComparison.Ordinal);

        var answer = await app.Send(Path, $"[{string.Join(',', events)}]", "application/cloudevents-batch+json");

        answer.Accepted.ShouldBe(5);
        answer.Reasons.ShouldBe([reason]);
        answer.Body.GetProperty("rejected")[0].GetProperty("index").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_write_key_can_only_report_events()
    {
        var (_, tenant) = await console.Studio();
        var writer = await TestApplication.Connect(console, scopes: ["event.report"]);

        (await writer.Report(EventReports.Event(tenant, "activity"))).Accepted.ShouldBe(1);
        using var reading = await writer.Http.GetAsync("/api/v1/tenants");
        reading.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_tenant_key_needs_no_subject_and_cannot_reach_other_tenants()
    {
        var (_, tenant) = await console.Studio();
        var (_, other) = await console.Studio();
        var bound = await TestApplication.Connect(console, onlyTenant: tenant);
        var bare = EventReports.Event(tenant, "activity");
        bare.Remove("subject");

        var answer = await bound.Report(bare, EventReports.Event(other, "activity"));

        answer.Accepted.ShouldBe(1);
        answer.Reasons.ShouldBe(["unknown_tenant"]);
        (await console.Stored(other)).ShouldBe(0);
    }

    [Fact]
    public async Task A_test_key_does_not_find_live_tenants()
    {
        var (_, tenant) = await console.Studio();
        var testing = await TestApplication.Connect(console, Mode.Test);

        (await testing.Report(EventReports.Event(tenant, "activity"))).Reasons.ShouldBe(["unknown_tenant"]);
    }

    [Fact]
    public async Task Reported_events_are_counted_by_client_and_outcome()
    {
        var (_, tenant) = await console.Studio();
        var app = await TestApplication.Connect(console, scopes: ["event.report"]);
        app.Http.DefaultRequestHeaders.UserAgent.ParseAdd("studio-app/3.1 (linux)");
        var once = EventReports.Event(tenant, "activity");

        await app.Report(once, once, EventReports.Event("nobody", "activity"));

        await using var work = await console.Database.Read();
        var counts = await work.List<OutcomeRow>(
            "select outcome, sum(n)::bigint as n from core.intake_counts where client = 'studio-app/3.1' group by outcome order by outcome"
        );
        counts.ShouldBe([new("accepted", 1), new("duplicate", 1), new("unknown_tenant", 1)]);
    }

    private sealed record OutcomeRow(string Outcome, long N);

    private async Task NextWindow()
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("select core.create_event_partitions(retry_window => interval '0')");
        await work.Commit();
    }

    private async Task<string> External(string tenant)
    {
        await using var work = await console.Database.Read();
        return (await work.One<string>("select external_id from core.tenants where tenant_id = @tenant", new { tenant }))!;
    }
}
