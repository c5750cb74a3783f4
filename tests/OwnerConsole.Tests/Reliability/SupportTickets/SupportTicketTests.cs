using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Reliability.SupportTickets;

/// <summary>The help desk reports tickets in any order and any number of times.</summary>
public sealed class SupportTicketTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Address = "/api/v1/support/tickets";

    private static readonly DateTimeOffset s_opened = FixedBuckets.StartOf(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1)).AddHours(-6);

    [Fact]
    public async Task The_later_update_wins_and_a_repeated_report_changes_nothing()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("desk-order", "Order Studio");
        var (replied, resolved, reopened) = (s_opened.AddHours(1), s_opened.AddHours(2), s_opened.AddHours(3));

        var later = await Report(app, "order-1", "desk-order", updated: resolved, replied: replied, resolved: resolved);
        var late = await Report(app, "order-1", "desk-order", updated: replied, replied: replied);
        var repeated = await Report(app, "order-1", "desk-order", updated: resolved, replied: replied, resolved: resolved);
        var open = await Report(app, "order-1", "desk-order", updated: reopened, replied: replied, reopened: reopened);

        Word(later, "state").ShouldBe("resolved");
        late.GetRawText().ShouldBe(later.GetRawText());
        repeated.GetRawText().ShouldBe(later.GetRawText());
        (Word(open, "state"), open.GetProperty("resolved_at").ValueKind).ShouldBe(("open", JsonValueKind.Null));
        open.GetProperty("reopened_at").GetDateTimeOffset().ShouldBe(reopened);
        Word(open, "tenant").ShouldBe("Order Studio");
        (await app.Get($"{Address}?tenant={Word(open, "tenant_id")}")).GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_belongs_to_the_tenant_of_its_latest_update()
    {
        var app = await TestApplication.Connect(console);
        var (first, second) = (await app.Tenant("desk-first"), await app.Tenant("desk-second"));

        await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(minute => Report(app, "moved-1", minute % 2 == 0 ? "desk-second" : "desk-first", updated: s_opened.AddMinutes(minute)))
        );
        var late = await Report(app, "moved-1", "desk-first", updated: s_opened.AddMinutes(1));

        Word(late, "tenant_id").ShouldBe(second);
        (await app.Get($"{Address}?tenant={first}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await app.Get($"{Address}?tenant={second}")).GetProperty("data")[0].GetProperty("updated_at").GetDateTimeOffset().ShouldBe(s_opened.AddMinutes(12));
    }

    [Fact]
    public async Task A_batch_is_stored_as_a_whole_and_listed_in_pages()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("desk-batch");
        var tickets = Enumerable
            .Range(1, 1_000)
            .Select(number => new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"batch-{number:0000}"),
                tenant,
                priority = number % 2 == 0 ? "urgent" : "low",
                opened_at = s_opened.AddSeconds(number),
                updated_at = s_opened.AddHours(1),
                resolved_at = number > 4 ? s_opened.AddHours(1) : (DateTimeOffset?)null,
            })
            .ToList();

        var (unknown, refused) = await app.Send(
            HttpMethod.Put,
            Address,
            Json.Text(new { data = new[] { tickets[0], tickets[1] with { tenant = "ext:desk-nobody" } } })
        );
        var before = await app.Get($"{Address}?tenant={tenant}");
        var stored = await app.Put(Address, new { data = tickets });
        await app.Put(Address, new { data = tickets[..2] }); // a report can be repeated

        (unknown, Word(refused, "code")).ShouldBe((422, "unknown_tenant"));
        Word(refused, "detail")!.ShouldContain("data[1].tenant");
        before.GetProperty("data").GetArrayLength().ShouldBe(0);
        stored.GetProperty("data").EnumerateArray().Select(ticket => Word(ticket, "id")).ShouldBe(tickets.Select(ticket => ticket.id));
        (await Ids(app, $"{Address}?tenant={tenant}&state=open")).ShouldBe(["batch-0004", "batch-0003", "batch-0002", "batch-0001"]);
        (await Ids(app, $"{Address}?tenant={tenant}&state=open&priority=urgent")).ShouldBe(["batch-0004", "batch-0002"]);
        (await Ids(app, $"{Address}?tenant={tenant}&limit=400")).ShouldBe(tickets.Select(ticket => ticket.id).Reverse());
        (await app.Send(HttpMethod.Put, Address, Json.Text(new { data = new[] { tickets[0], tickets[0] } }))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("""{"tenant": "ext:desk-checked", "opened_at": "2026-01-02T00:00:00Z", "updated_at": "2126-01-02T00:00:00Z"}""", 422, "updated_at")]
    [InlineData(
        """{"tenant": "ext:desk-checked", "opened_at": "2026-01-02T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z", "first_reply_at": "2026-01-01T00:00:00Z"}""",
        422,
        "first_reply_at"
    )]
    [InlineData(
        """{"tenant": "ext:desk-checked", "opened_at": "2026-01-02T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z", "url": "javascript:alert(1)"}""",
        422,
        "url"
    )]
    [InlineData("""{"tenant": "ext:desk-checked", "opened_at": "yesterday", "updated_at": "2026-01-02T00:00:00Z"}""", 400, "opened_at")]
    [InlineData(
        """{"tenant": "ext:desk-checked", "opened_at": "2026-01-02T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z", "priority": "p1"}""",
        400,
        "priority"
    )]
    [InlineData("""{"tenant": "ext:desk-checked", "opened_at": "2026-01-02T00:00:00Z"}""", 400, "updated_at")]
    [InlineData("""{"tenant": "", "opened_at": "2026-01-02T00:00:00Z", "updated_at": "2026-01-02T00:00:00Z"}""", 422, "tenant")]
    public async Task An_invalid_report_is_refused_by_the_name_of_its_field(string report, int expected, string field)
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("desk-checked");

        var (status, body) = await app.Send(HttpMethod.Put, $"{Address}/checked-1", report);

        status.ShouldBe(expected, body.GetRawText());
        Word(body, "detail")!.ShouldContain(field);
        (await app.Send(HttpMethod.Put, $"{Address}/not%20an%20id", report)).Status.ShouldBeOneOf(400, 422);
    }

    [Fact]
    public async Task A_key_reports_and_reads_tickets_of_its_own_mode_only()
    {
        var (live, demo) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var (real, tried) = (await live.Tenant("desk-mode"), await demo.Tenant("desk-mode"));
        var bound = await TestApplication.Connect(console, onlyTenant: real);

        await Report(live, "mode-1", "desk-mode", updated: s_opened.AddHours(1));
        var later = await Report(demo, "mode-1", "desk-mode", updated: s_opened.AddHours(2));

        Word(later, "tenant_id").ShouldBe(tried);
        (await Ids(demo, Address)).ShouldBe(["mode-1"]);
        var kept = (await live.Get($"{Address}?tenant={real}")).GetProperty("data")[0];
        kept.GetProperty("updated_at").GetDateTimeOffset().ShouldBe(s_opened.AddHours(1));
        (await Ids(live, $"{Address}?tenant={tried}")).ShouldBeEmpty();
        (await Refusal(demo, real)).ShouldBe((422, "unknown_tenant"));
        (await Refusal(live, tried)).ShouldBe((422, "unknown_tenant"));
        (await Refusal(bound, real)).ShouldBe((403, "whole_platform"));
        (await bound.Send(HttpMethod.Put, Address, """{"data": []}""")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Pages_show_tickets_and_an_anonymised_tenant_gets_no_links()
    {
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Owner(console);
        var tenant = await app.Tenant("desk-page", "Page Studio");
        await Report(app, "page-1", "desk-page", updated: s_opened);

        using var list = await owner.Get("/ops/support-tickets?state=open");
        var listed = owner.Page;
        using var export = await owner.Get("/ops/support-tickets/export?state=open");
        var file = owner.Page;
        using var overview = await owner.Get($"/tenants/{tenant}");
        var panel = owner.Page;
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute("update core.tenant_status set lifecycle = 'anonymised' where tenant_id = @tenant", new { tenant });
            await work.Commit();
        }
        var anonymised = await Report(app, "page-1", "desk-page", updated: s_opened.AddHours(1));

        listed.ShouldContain("https://help.example.com/tickets/page-1");
        listed.ShouldContain("Page Studio");
        file.ShouldContain("id,tenant_id,tenant,priority,state,opened_at,");
        file.ShouldContain($"page-1,{tenant},Page Studio,normal,open,");
        panel.ShouldContain("open-tickets-h");
        anonymised.GetProperty("url").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<(int Status, string? Code)> Refusal(TestApplication app, string tenant)
    {
        var report = new
        {
            tenant,
            opened_at = s_opened,
            updated_at = s_opened,
        };
        var (status, body) = await app.Send(HttpMethod.Put, $"{Address}/mode-2", Json.Text(report));
        return (status, Word(body, "code"));
    }

    private static async Task<IReadOnlyList<string?>> Ids(TestApplication app, string address)
    {
        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await app.Get(cursor is null ? address : $"{address}&cursor={cursor}");
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(ticket => Word(ticket, "id")));
            cursor = Word(page, "next_cursor");
        } while (cursor is not null);
        return ids;
    }

    private static Task<JsonElement> Report(
        TestApplication app,
        string id,
        string tenant,
        DateTimeOffset updated,
        DateTimeOffset? replied = null,
        DateTimeOffset? resolved = null,
        DateTimeOffset? reopened = null
    ) =>
        app.Put(
            $"{Address}/{id}",
            new
            {
                tenant = $"ext:{tenant}",
                opened_at = s_opened,
                updated_at = updated,
                first_reply_at = replied,
                resolved_at = resolved,
                reopened_at = reopened,
                url = $"https://help.example.com/tickets/{id}",
            }
        );

    private static string? Word(JsonElement row, string name) => row.GetProperty(name).GetString();
}
