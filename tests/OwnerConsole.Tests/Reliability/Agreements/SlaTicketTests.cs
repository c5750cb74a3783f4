using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>SLAs about support are measured from the tickets that the help desk reports.</summary>
public sealed class SlaTicketTests(ProbeStage stage) : SlaTestBase(stage), IClassFixture<ProbeStage>
{
    private readonly DateOnly _day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);

    [Fact]
    public async Task Tickets_that_are_answered_late_breach_a_first_reply()
    {
        var owner = await Stage.Owner();
        var (late, prompt, quiet) = (
            await Stage.App.Tenant("sla-late", "Late Studio"),
            await Stage.App.Tenant("sla-prompt", "Prompt Studio"),
            await Stage.App.Tenant("sla-quiet", "Quiet Studio")
        );
        await Report("late-1", late, "urgent", repliedAfter: 70);
        await Report("late-2", late, "low");
        await Report("prompt-1", prompt, "normal", repliedAfter: 60, resolvedAfter: 300);
        await Report("prompt-2", prompt, "normal", resolvedAfter: 10); // without a reply
        var reply = await AddOfDay("first_reply", 60, null, late, prompt, quiet);
        var urgent = await AddOfDay("first_reply", 80, "urgent", late);
        var resolution = await AddOfDay("ticket_resolution", 14 * 24 * 60, null, late);

        await Measure();
        using var page = await owner.Get($"/ops/slas?sla={reply}&time=closed");

        Numbers(await ResultOfDay(reply, late)).ShouldBe(("breached", 2, 2, 0m));
        Numbers(await ResultOfDay(reply, prompt)).ShouldBe(("met", 2, 0, 100m));
        Numbers(await ResultOfDay(reply, quiet)).ShouldBe(("met", 0, 0, null));
        Numbers(await ResultOfDay(urgent, late)).ShouldBe(("met", 1, 0, 100m));
        Numbers(await ResultOfDay(resolution, late)).ShouldBe(("met", 0, 0, null), "both tickets still have time");
        (await ResultOfDay(reply, late)).GetProperty("credit_percent").GetDecimal().ShouldBe(10);
        (await ResultOfDay(reply, late)).GetProperty("closed_at").ValueKind.ShouldBe(JsonValueKind.String);
        (await ResultOfDay(resolution, late)).GetProperty("closed_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Stage.Log("sla_breached", late)).ShouldBe(1);
        owner.Page.ShouldContain("No tickets");
        owner.Page.ShouldContain("row-missed-late-1");
        owner.Page.ShouldContain("row-missed-late-2");
        owner.Page.ShouldNotContain("row-missed-prompt-");
    }

    [Fact]
    public async Task A_corrected_ticket_changes_an_open_period_and_a_reopened_one_is_not_resolved()
    {
        var tenant = await Stage.App.Tenant("sla-desk", "Desk Studio");
        await Report("desk-1", tenant, "high", resolvedAfter: 60);
        var sla = await AddOfDay("ticket_resolution", 5 * 24 * 60, null, tenant);
        await Measure();
        Numbers(await ResultOfDay(sla, tenant)).ShouldBe(("met", 1, 0, 100m));

        await Report("desk-1", tenant, "high", reopenedAfter: 120);
        await Measure();
        Numbers(await ResultOfDay(sla, tenant)).ShouldBe(("met", 0, 0, null));
    }

    [Fact]
    public async Task Only_business_hours_count_for_an_SLA_that_has_them()
    {
        var owner = await Stage.Owner();
        var tenant = await Stage.App.Tenant("sla-office", "Office Studio");
        await Report("office-1", tenant, "normal", repliedAfter: 70); // 30 minutes until 12:30
        await Report("office-2", tenant, "normal", repliedAfter: 22 * 60); // 30 minutes, and an hour of the next day
        await Report("office-3", tenant, "normal", repliedAfter: (21 * 60) + 30); // exactly an hour
        var calendar = await AddOfDay("first_reply", 60, "normal", tenant);
        var business = await AddWithHours([], tenant);
        var holiday = await AddWithHours([Iso(_day.AddDays(1))], tenant);
        var input = await Stage.App.Refusal("sla.change", business, Input([], tenant));
        var unused = await Stage.App.Refusal("sla.change", calendar, Input([], tenant, "calendar"));
        var removed = await Stage.App.Refusal("sla.change", business, Input([], tenant, "calendar")); // the form still has the hours

        await Measure();
        using var page = await owner.Get($"/ops/slas?sla={business}&time=closed");

        Numbers(await ResultOfDay(calendar, tenant)).ShouldBe(("breached", 3, 3, 0m));
        Numbers(await ResultOfDay(business, tenant)).ShouldBe(("breached", 3, 1, 66.666m));
        Numbers(await ResultOfDay(holiday, tenant)).ShouldBe(("met", 3, 0, 100m));
        (await ResultOfDay(business, tenant)).GetProperty("closed_at").ValueKind.ShouldBe(JsonValueKind.String);
        (input, unused, removed).ShouldBe(("no_change", "unused_business_hours", null));
        owner.Page.ShouldContain("First reply within 1 business hour");
        owner.Page.ShouldContain("09:00 to 12:30 (UTC)");
        owner.Page.ShouldContain("row-missed-office-2");
        owner.Page.ShouldContain("1 h 30 min");
        owner.Page.ShouldNotContain("row-missed-office-1");
        owner.Page.ShouldNotContain("row-missed-office-3");
        using var form = await owner.Get($"/operations/new?operation=sla.change&subject={business}");
        owner.Page.ShouldContain("name=\"business_days.6.from\"");
        owner.Page.ShouldContain("value=\"12:30\"");
        owner.Page.IndexOf("value=\"monday\"", StringComparison.Ordinal).ShouldBeLessThan(owner.Page.IndexOf("value=\"sunday\"", StringComparison.Ordinal));
        var hours = (await List("/api/v1/slas")).Single(row => Word(row, "id") == holiday).GetProperty("business_hours");
        Word(hours, "time_zone").ShouldBe("UTC");
        hours.GetProperty("days").GetArrayLength().ShouldBe(7);
        hours.GetProperty("holidays")[0].GetString().ShouldBe(Iso(_day.AddDays(1)));
    }

    [Fact]
    public async Task A_ticket_SLA_needs_a_time()
    {
        var input = new { kind = "first_reply", name = "First reply" };

        (await Stage.App.Refusal("sla.add", IdGenerator.Platform, input)).ShouldBe("bad_minutes");
    }

    private async Task<string> AddWithHours(string[] holidays, string tenant)
    {
        var sla = await Add(Input(holidays, tenant));
        await OpenPeriod(sla, _day);
        return sla;
    }

    /// <returns>An SLA with an hour for the first reply, which counts from 09:00 to 12:30.</returns>
    private static object Input(string[] holidays, string tenant, string hours = "business") =>
        new
        {
            kind = "first_reply",
            name = "In business hours",
            within_minutes = 60,
            target = "99",
            period = "day",
            hours,
            time_zone = "UTC",
            business_days = Enum.GetValues<DayOfWeek>()
                .Select(day => new
                {
                    day = day.ToText(),
                    from = "09:00",
                    to = "12:30",
                }),
            holidays,
            tenants = new[] { tenant },
        };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string> AddOfDay(string kind, int minutes, string? priority, params string[] tenants)
    {
        var sla = await Add(
            new
            {
                kind,
                name = string.Create(CultureInfo.InvariantCulture, $"{kind} {minutes} {priority}"),
                within_minutes = minutes,
                priority,
                target = "99",
                period = "day",
                credits = new[] { "99: 10" },
                tenants,
            }
        );
        await OpenPeriod(sla, _day);
        return sla;
    }

    /// <summary>Reports a ticket that was opened at noon of the day.</summary>
    private Task<JsonElement> Report(string id, string tenant, string priority, int? repliedAfter = null, int? resolvedAfter = null, int? reopenedAfter = null)
    {
        var opened = Start(_day).AddHours(12);
        return Stage.App.Put(
            $"/api/v1/support/tickets/{id}",
            new
            {
                tenant,
                priority,
                opened_at = opened,
                first_reply_at = After(repliedAfter),
                resolved_at = After(resolvedAfter),
                reopened_at = After(reopenedAfter),
                updated_at = opened.AddMinutes(Math.Max(Math.Max(repliedAfter ?? 0, resolvedAfter ?? 0), reopenedAfter ?? 0)),
            }
        );

        DateTimeOffset? After(int? minutes) => minutes is { } passed ? opened.AddMinutes(passed) : null;
    }

    private async Task<JsonElement> ResultOfDay(string sla, string tenant) =>
        (await List($"/api/v1/sla-results?sla={sla}&tenant={tenant}&time=all")).Single(row => Word(row, "starts_on") == Iso(_day));

    private static (string? State, long Events, long Bad, decimal? Actual) Numbers(JsonElement result) =>
        (
            Word(result, "state"),
            result.GetProperty("events").GetInt64(),
            result.GetProperty("bad").GetInt64(),
            result.GetProperty("actual") is { ValueKind: JsonValueKind.Number } actual ? actual.GetDecimal() : null
        );
}
