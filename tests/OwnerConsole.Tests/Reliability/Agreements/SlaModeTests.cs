using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>Support tickets and SLA results of test data are shown until there is a live tenant, and are never mixed with live ones.</summary>
public sealed class SlaModeTests(ProbeStage stage) : SlaTestBase(stage), IClassFixture<ProbeStage>
{
    private const string Tickets = "/api/v1/support/tickets";

    private readonly DateOnly _day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);

    [Fact]
    public async Task Tickets_and_results_of_test_data_are_never_mixed_with_live_ones()
    {
        var (owner, demo) = (await Stage.Owner(), await TestApplication.Connect(Stage.Console, Mode.Test));
        var tried = await demo.Tenant("mode-desk", "Tried Studio");
        await Report(demo, "4711", tried, repliedAfter: 70);
        await Report(demo, "4712", tried, repliedAfter: 10);
        var outage = await DeclareForAll(Start(_day).AddHours(8));
        await Resolve(outage, Start(_day).AddHours(9));
        var (uptime, first) = (await AddOfDay("availability"), await AddOfDay("first_reply", 60));
        await Measure();
        var testIncident = await Show(owner, $"/ops/incidents/{outage}");
        var (testTickets, testResults) = (await Show(owner, "/ops/support-tickets"), await Show(owner, $"/ops/slas?sla={first}&time=closed"));
        using var export = await owner.Get("/ops/slas/export?time=all");
        var testFile = owner.Page;
        var testBreaches = await Stage.Log("sla_breached", tried);

        var real = await Stage.App.Tenant("mode-desk", "Real Studio");
        await Report(Stage.App, "4711", real, repliedAfter: 5);
        var (second, later) = (await AddOfDay("first_reply", 30), await AddOfDay("availability"));
        await Measure();
        var liveIncident = await Show(owner, $"/ops/incidents/{outage}");
        var (liveTickets, liveResults) = (await Show(owner, "/ops/support-tickets"), await Show(owner, $"/ops/slas?sla={second}&time=closed"));
        var closedOfTest = await Show(owner, $"/ops/slas?sla={first}&time=closed");
        var credits = await Show(owner, "/ops/slas");

        testTickets.ShouldContain("Tried Studio");
        testResults.ShouldContain("row-missed-4711");
        testResults.ShouldNotContain("row-missed-4712");
        testResults.ShouldContain($"row-{first}-{tried}-{Iso(_day)}");
        testFile.ShouldContain("Tried Studio");
        testIncident.ShouldContain("Tried Studio");
        (await FindState(tried, uptime)).ShouldBe("breached");
        testBreaches.ShouldBe(2);

        liveTickets.ShouldContain("Real Studio");
        liveIncident.ShouldContain("Real Studio");
        (await FindState(real, later)).ShouldBe("met"); // the incident was resolved before
        (await FindState(tried, later)).ShouldBeNull();
        liveResults.ShouldContain($"row-{second}-{real}-{Iso(_day)}");
        liveResults.ShouldNotContain("row-missed-");
        new[] { liveTickets, liveIncident, liveResults, closedOfTest, credits }.ShouldAllBe(page => !page.Contains("Tried Studio", StringComparison.Ordinal));
        credits.ShouldNotContain("Credits to give"); // a breach of test data gives no credit
        var (result, sla) = (
            (await List($"/api/v1/sla-results?sla={second}&time=all")).Single(row => Word(row, "starts_on") == Iso(_day)),
            (await List("/api/v1/slas")).Single(row => Word(row, "id") == first)
        );
        Word(result, "tenant_id").ShouldBe(real);
        (result.GetProperty("events").GetInt64(), result.GetProperty("bad").GetInt64()).ShouldBe((1, 0));
        (sla.GetProperty("tenants").GetInt64(), sla.GetProperty("breached").GetInt64()).ShouldBe((1, 0));
        (await Ids(Stage.App)).ShouldBe(["4711"]);
        (await Ids(demo)).ShouldBe(["4711", "4712"], ignoreOrder: true);
        (await FindState(tried, second)).ShouldBeNull();
    }

    /// <summary>Adds an SLA for all tenants with an open period three days ago.</summary>
    private async Task<string> AddOfDay(string kind, int? minutes = null)
    {
        var sla = await Add(
            new
            {
                kind,
                name = string.Create(CultureInfo.InvariantCulture, $"Mode {kind} {minutes}"),
                within_minutes = minutes,
                target = "99",
                period = "day",
                credits = new[] { "99: 10" },
            }
        );
        await OpenPeriod(sla, _day);
        return sla;
    }

    /// <summary>Reports a ticket that was opened at noon of the day.</summary>
    private Task<JsonElement> Report(TestApplication app, string id, string tenant, int repliedAfter)
    {
        var opened = Start(_day).AddHours(12);
        return app.Put(
            $"{Tickets}/{id}",
            new
            {
                tenant,
                opened_at = opened,
                first_reply_at = opened.AddMinutes(repliedAfter),
                updated_at = opened.AddMinutes(repliedAfter),
            }
        );
    }

    private static async Task<string> Show(TestBrowser owner, string address)
    {
        using var page = await owner.Get(address);
        return owner.Page;
    }

    private static async Task<IReadOnlyList<string?>> Ids(TestApplication app) =>
        [.. (await app.Get(Tickets)).GetProperty("data").EnumerateArray().Select(ticket => Word(ticket, "id"))];

    /// <returns>Id of an incident that affects all tenants.</returns>
    private async Task<string> DeclareForAll(DateTimeOffset start) =>
        (
            await Stage.App.Run(
                "incident.declare",
                IdGenerator.Platform,
                new
                {
                    title = "Outage",
                    severity = "sev1",
                    started_at = Text(start),
                    detected_at = Text(start),
                }
            )
        ).Created();

    /// <returns>State of the result of the day; null if there is none.</returns>
    private async Task<string?> FindState(string tenant, string sla)
    {
        await using var reading = await Stage.Console.Database.Read();
        return await reading.One<string>(
            "select r.state from agreements.results r where r.tenant_id = @tenant and r.sla_id = @sla and r.starts_on = @day",
            new
            {
                tenant,
                sla,
                day = _day,
            }
        );
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
