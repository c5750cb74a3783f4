using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>Periods of SLAs are closed, cause alerts and propose credits.</summary>
public sealed class SlaPeriodTests(ProbeStage stage) : SlaTestBase(stage), IClassFixture<ProbeStage>
{
    [Fact]
    public async Task An_alert_rule_about_log_events_fires_when_an_SLA_is_breached()
    {
        var tenant = await Stage.App.Tenant("sla-alert", "Alert");
        var rule = await Stage.AddRule(
            new
            {
                kind = "log_event",
                name = "SLA breached",
                severity = "high",
                codes = new[] { "sla_breached" },
                min_events = 1,
                period_seconds = 600,
            }
        );
        await Add(
            new
            {
                kind = "availability",
                name = "Watched availability",
                period = "year",
                tenants = new[] { tenant },
            }
        );
        var start = TimeProvider.System.GetUtcNow().AddHours(-20);
        await Resolve(await Declare(start, tenant), start.AddHours(19));

        await Measure();

        await Poll.Until(async () =>
        {
            await using var reading = await Stage.Console.Database.Read();
            return await reading.One<bool>("select exists (select from alerts.rule_events where rule_id = @rule)", new { rule });
        });
        await using var work = await Stage.Begin();
        await Stage.Evaluate(work.Now, work);
        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("firing");
    }

    [Fact]
    public async Task A_closed_period_keeps_its_result_and_proposes_a_credit()
    {
        var owner = await Stage.Owner();
        var tenant = await Stage.App.Tenant("sla-closed", "Closed");
        var sla = await Add(
            new
            {
                kind = "availability",
                name = "Daily availability",
                period = "day",
                tenants = new[] { tenant },
                credits = new[] { "99.9: 10", "99: 25" },
                max_credit = "20",
            }
        );
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var incident = await Declare(Start(today.AddDays(-4)).AddHours(12), tenant);
        await Resolve(incident, Start(today.AddDays(-1)));
        await OpenPeriod(sla, today.AddDays(-4));

        await Measure();
        var closed = await List($"/api/v1/sla-results?sla={sla}&time=closed&state=breached");
        await Stage.App.Run(
            "sla.change",
            sla,
            new
            {
                kind = "availability",
                name = "Daily availability",
                period = "day",
                target = "50",
                tenants = new[] { tenant },
            }
        );
        await Measure();
        var kept = await List($"/api/v1/sla-results?sla={sla}&time=closed&state=breached");
        using var page = await owner.Get("/ops/slas");
        var refused = await Stage.App.Refusal(
            "sla.change",
            sla,
            new
            {
                kind = "availability",
                name = "Daily availability",
                period = "month",
            }
        );
        var mistyped = await Stage.App.Refusal(
            "sla.change",
            sla,
            new
            {
                kind = "availability",
                name = "Daily availability",
                period = "day",
                plan = "unknown",
            }
        );

        closed.Count.ShouldBe(3); // a day is closed a day after its end
        closed.ShouldAllBe(row => row.GetProperty("credit_percent").GetDecimal() == 20);
        closed.ShouldAllBe(row => row.GetProperty("closed_at").ValueKind == JsonValueKind.String);
        kept.Select(row => row.GetRawText()).ShouldBe(closed.Select(row => row.GetRawText()));
        owner.Page.ShouldContain("Credits to give");
        owner.Page.ShouldContain("Daily availability");
        (refused, mistyped).ShouldBe(("fixed_setting", "unknown_plan"));
    }

    [Fact]
    public async Task Events_of_an_SLO_are_the_result_of_all_tenants()
    {
        var tenant = await Stage.App.Tenant("sla-slo", "Slo");
        var slo = (
            await Stage.App.Run(
                "slo.add",
                IdGenerator.Platform,
                new
                {
                    kind = "probe_success",
                    name = "Port",
                    probe_id = await Stage.AddDownProbe(),
                    target = "99",
                }
            )
        ).Created();
        await Stage.Execute("objectives.measure");
        var sla = await Add(
            new
            {
                kind = "slo",
                name = "Port for all",
                slo_id = slo,
                min_events = 1,
                period = "year",
                tenants = new[] { tenant },
            }
        );

        await Measure();
        await Measure();

        var result = await Result(sla, tenant);
        (Word(result, "state"), result.GetProperty("actual").GetDecimal()).ShouldBe(("breached", 0));
        (await Stage.Log("sla_breached", sla)).ShouldBe(1);
        var counted = (await List("/api/v1/slas")).Single(row => row.GetProperty("id").GetString() == sla);
        (counted.GetProperty("tenants").GetInt64(), counted.GetProperty("breached").GetInt64()).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("""{"kind": "slo", "name": "A", "slo_id": "slo_unknown"}""", "unknown_slo")]
    [InlineData("""{"kind": "availability", "name": " "}""", "bad_name")]
    [InlineData("""{"kind": "availability", "name": "A", "target": "100"}""", "bad_percentage")]
    [InlineData("""{"kind": "availability", "name": "A", "credits": ["many"]}""", "bad_credits")]
    [InlineData("""{"kind": "availability", "name": "A", "credits": ["99.95: 10"]}""", "bad_credits")]
    [InlineData("""{"kind": "availability", "name": "A", "max_credit": "0"}""", "bad_max_credit")]
    [InlineData("""{"kind": "availability", "name": "A", "tenants": ["tnt_unknown"]}""", "unknown_tenant")]
    [InlineData("""{"kind": "availability", "name": "A", "plan": "unknown"}""", "unknown_plan")]
    [InlineData("""{"kind": "resolution_time", "name": "A"}""", "bad_minutes")]
    [InlineData("""{"kind": "resolution_time", "name": "A", "within_minutes": 60, "min_events": 0}""", "bad_count")]
    [InlineData("""{"kind": "first_reply", "name": "A", "within_minutes": 60, "hours": "business"}""", "unknown_time_zone")]
    [InlineData("""{"kind": "first_reply", "name": "A", "within_minutes": 60, "holidays": ["2026-12-25"], "time_zone": "Zurich"}""", "unknown_time_zone")]
    [InlineData("""{"kind": "first_reply", "name": "A", "within_minutes": 60, "time_zone": "UTC", "holidays": ["25 December"]}""", "bad_holidays")]
    [InlineData(
        """{"kind": "first_reply", "name": "A", "within_minutes": 60, "time_zone": "UTC", "business_days": [{"day": "monday", "from": "9", "to": "17:00"}]}""",
        "bad_business_hours"
    )]
    [InlineData("""{"kind": "first_reply", "name": "A", "within_minutes": 4801, "time_zone": "UTC"}""", "bad_minutes")]
    [InlineData("""{"kind": "first_reply", "name": "A", "within_minutes": 60, "hours": "calendar", "time_zone": "UTC"}""", "unused_business_hours")]
    public async Task Settings_that_can_not_be_measured_are_refused(string input, string code) =>
        (await Stage.App.Refusal("sla.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Theory]
    [InlineData("state=good")]
    [InlineData("time=later")]
    [InlineData("cursor=x")]
    [InlineData("period=day")]
    public async Task Filters_that_are_not_valid_are_refused(string query) =>
        (await Stage.App.Send(HttpMethod.Get, $"/api/v1/sla-results?{query}")).Status.ShouldBe(400);
}
