using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Objectives;

/// <summary>SLOs are measured from probes and telemetry, and rules alert when their error budget is spent too fast.</summary>
public sealed class SloTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Checks_of_a_probe_spend_the_budget()
    {
        var owner = await stage.Owner();
        var probe = await stage.AddDownProbe();

        var slo = await Add(
            new
            {
                kind = "probe_success",
                name = "Port open",
                probe_id = probe,
                target = "99",
            }
        );
        var details = await Measured(slo, 1);
        using var list = await owner.Get("/ops/slos");
        var listed = owner.Page;
        using var page = await owner.Get($"/ops/slos/{slo}");
        var measured = owner.Page;
        var rare = await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, Rule(slo, "slow"));
        await stage.App.Run("probe.remove", probe);
        using var removed = await owner.Get($"/ops/slos/{slo}");
        using var overview = await stage.App.Http.GetAsync(new Uri("/api/v1/slos/slo_unknown", UriKind.Relative));

        var budget = details.GetProperty("slo").GetProperty("budget");
        (budget.GetProperty("actual").GetDecimal(), budget.GetProperty("is_exhausted").GetBoolean()).ShouldBe((0, true));
        budget.GetProperty("consumed_percent").GetDecimal().ShouldBe(10_000);
        Burn(details, "five_minutes").ShouldBe(100);
        details.GetProperty("days").GetArrayLength().ShouldBe(30);
        rare.ShouldBe("too_few_checks"); // the probe is checked once a day
        listed.ShouldContain($"href=\"/ops/slos/{slo}\"");
        listed.ShouldContain("Budget exhausted");
        measured.ShouldContain("Error budget left by day");
        measured.ShouldContain("No alert rules");
        owner.Page.ShouldContain("of a removed probe");
        owner.Page.ShouldNotContain($"/ops/health/{probe}");
        ((int)overview.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task Requests_of_a_service_are_counted_by_failure_and_by_latency()
    {
        await Report("shop");

        var success = await Measured(await Add(Success("shop")), 1_100);
        var latency = await Measured(
            await Add(
                new
                {
                    kind = "request_latency",
                    name = "Fast",
                    service = "shop",
                    route = "GET /",
                    threshold_ms = 300,
                    target = "95",
                }
            ),
            1_100
        );

        var slo = success.GetProperty("slo");
        (slo.GetProperty("events").GetInt64(), slo.GetProperty("bad").GetInt64()).ShouldBe((1_100, 52));
        slo.GetProperty("budget").GetProperty("actual").GetDecimal().ShouldBe(95.272m);
        Burn(success, "five_minutes").ShouldBe(50);
        var fast = latency.GetProperty("slo");
        (fast.GetProperty("bad").GetInt64(), fast.GetProperty("measured_ms").GetInt32()).ShouldBe((10, 304));
        fast.GetProperty("budget").GetProperty("is_breached").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_rule_fires_when_both_windows_exceed_the_burn_rate_and_not_with_few_events()
    {
        await Report("api");
        var slo = await Add(Success("api"));
        var rare = await Add(Success("api", 1_000));
        await Measured(slo, 1_100);
        await Measured(rare, 1_100);

        var preview = await stage.App.Preview("alert_rule.add", [IdGenerator.Platform], Rule(slo, "fast"));
        var rule = await stage.AddRule(Rule(slo, "fast"));
        var quiet = await stage.AddRule(Rule(rare, "fast"));
        var details = await stage.App.Get($"/api/v1/slos/{slo}");
        (await stage.App.Get("/api/v1/slos")).GetProperty("data").EnumerateArray().ShouldContain(row => row.GetProperty("id").GetString() == slo);
        await using (var work = await stage.Begin())
        {
            await stage.Evaluate(work.Now, work);
            var alert = (await AlertStage.Alerts(rule, work)).Single();
            (alert.Phase, alert.Message).ShouldBe(("firing", "Success spends its error budget at 50 times the sustainable rate. The threshold is 14.4."));
            (await AlertStage.Alerts(quiet, work)).ShouldBeEmpty();
            await work.Commit();
        }
        var removal = await stage.App.Preview("slo.remove", [slo]);
        await stage.App.Run("slo.remove", slo);

        await using var later = await stage.Begin();
        await stage.Evaluate(later.Now.AddSeconds(1), later);
        (await AlertStage.Alerts(rule, later)).Single().Phase.ShouldBe("resolved");
        preview.GetRawText().ShouldContain("in the last 30 days");
        removal.GetRawText().ShouldContain("alert rule can");
        details.GetProperty("rules")[0].GetProperty("speed").GetString().ShouldBe("fast");
    }

    [Fact]
    public async Task Events_during_announced_maintenance_do_not_count_if_the_SLO_excludes_them()
    {
        await Report("maintained");
        var (probe, other) = (await stage.AddDownProbe(), await stage.AddDownProbe());
        await using (var work = await stage.Begin())
        {
            await work.Execute(
                """
                insert into status_pages.components (tenant_id, component_id, name, position, probe_id, opened_by, opened_at)
                values ('tnt_platform', 'stc_other', 'Other', 1, @other, 'run_slo', now())
                """,
                new { other }
            );
            await work.Execute(
                """
                insert into status_pages.notices (tenant_id, notice_id, kind, title, impact, components, starts_at, ends_at, posted_at, opened_by, opened_at)
                values ('tnt_platform', 'stm_slo', 'maintenance', 'Upgrade', 'none', '{stc_slo}', now() - interval '10 minutes', now() + interval '1 hour',
                        now() - interval '3 hours', 'run_slo', now())
                """
            );
            await work.Commit();
        }

        var excluded = await Measured(await Add(Success("maintained", 50, isMaintenanceExcluded: true)), 1_000);
        var included = await Measured(await Add(Success("maintained")), 1_100);
        var checks = await Add(Checks(probe));
        var others = await Measured(await Add(Checks(other)), 1);

        Counts(excluded).ShouldBe((1_000, 2));
        Counts(included).ShouldBe((1_100, 52));
        excluded.GetProperty("slo").GetProperty("excludes_maintenance").GetBoolean().ShouldBeTrue();
        await stage.Execute("objectives.measure");
        Counts(await stage.App.Get($"/api/v1/slos/{checks}")).ShouldBe((0, 0));
        Counts(others).ShouldBe((1, 1), "its component has no maintenance");

        static object Checks(string id) =>
            new
            {
                kind = "probe_success",
                name = "Port open",
                probe_id = id,
                excludes_maintenance = true,
            };

        static (long Events, long Bad) Counts(JsonElement details) =>
            (details.GetProperty("slo").GetProperty("events").GetInt64(), details.GetProperty("slo").GetProperty("bad").GetInt64());
    }

    [Fact]
    public async Task A_rule_that_can_never_fire_and_unknown_sources_are_refused()
    {
        await Report("slow");
        var slo = await Add(Modest("90"));

        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, Rule(slo, "fast"))).ShouldBe("unreachable_burn_rate");
        await stage.AddRule(Rule(slo, "medium"));
        (await stage.App.Refusal("slo.change", slo, Modest("80"))).ShouldBe("unreachable_burn_rate");
        (await stage.App.Refusal("slo.change", slo, Modest("95"))).ShouldBeNull();
        (await stage.App.Refusal("alert_rule.add", IdGenerator.Platform, Rule("slo_unknown", "fast"))).ShouldBe("unknown_slo");
    }

    [Theory]
    [InlineData("""{"kind": "request_success", "name": "A", "service": "nothing"}""", "unknown_service")]
    [InlineData("""{"kind": "request_success", "name": "A", "service": "routes", "route": "GET /nothing"}""", "unknown_route")]
    [InlineData("""{"kind": "request_latency", "name": "A", "service": "routes"}""", "bad_latency")]
    [InlineData("""{"kind": "request_success", "name": "A", "service": "routes", "target": "100"}""", "bad_percentage")]
    [InlineData("""{"kind": "request_success", "name": "A", "service": "routes", "target": "many"}""", "bad_percentage")]
    [InlineData("""{"kind": "request_success", "name": "A", "service": "routes", "min_events": 0}""", "bad_count")]
    [InlineData("""{"kind": "request_success", "name": " ", "service": "routes"}""", "bad_name")]
    [InlineData("""{"kind": "probe_success", "name": "A", "probe_id": "prb_1"}""", "unknown_probe")]
    public async Task Settings_that_can_not_be_measured_are_refused(string input, string code)
    {
        await Report("routes");

        (await stage.App.Refusal("slo.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);
    }

    [Fact]
    public async Task A_change_calculates_the_budget_again_and_its_undo_restores_it()
    {
        await Report("web");
        var slo = await Add(Success("web"));
        await Measured(slo, 1_100);

        var change = await stage.App.Run(
            "slo.change",
            slo,
            new
            {
                kind = "request_success",
                name = "Success",
                service = "web",
                target = "90",
                min_events = 1_000,
            }
        );
        var owner = await stage.Owner();
        using var page = await owner.Get($"/ops/slos/{slo}");
        var relaxed = await stage.App.Get($"/api/v1/slos/{slo}");
        await stage.App.Undo(change);
        var restored = await stage.App.Get($"/api/v1/slos/{slo}");

        owner.Page.ShouldContain("Unknown: too few requests in the last 6 hours");
        relaxed.GetProperty("slo").GetProperty("budget").GetProperty("is_exhausted").GetBoolean().ShouldBeFalse();
        restored.GetProperty("slo").GetProperty("budget").GetProperty("is_exhausted").GetBoolean().ShouldBeTrue();
        restored.GetProperty("slo").GetProperty("target").GetDecimal().ShouldBe(99);
    }

    private static object Success(string service, int leastEvents = 50, bool isMaintenanceExcluded = false) =>
        new
        {
            kind = "request_success",
            name = "Success",
            service,
            target = "99",
            min_events = leastEvents,
            excludes_maintenance = isMaintenanceExcluded,
        };

    private static object Modest(string target) =>
        new
        {
            kind = "request_success",
            name = "Modest",
            service = "slow",
            target,
        };

    private static object Rule(string slo, string speed) =>
        new
        {
            kind = "slo_burn",
            name = "Budget burns",
            severity = "low",
            slo_id = slo,
            burn_speed = speed,
        };

    private static decimal Burn(JsonElement details, string window) =>
        details
            .GetProperty("slo")
            .GetProperty("burn_rates")
            .EnumerateArray()
            .Single(burn => burn.GetProperty("window").GetString() == window)
            .GetProperty("rate")
            .GetDecimal();

    private async Task<string> Add(object input) => (await stage.App.Run("slo.add", IdGenerator.Platform, input)).Created();

    private Task<JsonElement> Measured(string slo, long events) =>
        stage.App.Await($"/api/v1/slos/{slo}", details => details.GetProperty("slo").GetProperty("events").GetInt64() >= events);

    /// <summary>Stores roll-ups of a service: 1,000 requests yesterday, of which 2 failed and 10 were slow, and 100 requests now, of which 50 failed.</summary>
    private async Task Report(string service)
    {
        await using var work = await stage.Begin();
        await work.Execute(
            """
            insert into telemetry.routes (tenant_id, service, route, last_seen_at) values ('tnt_platform', @service, 'GET /', now()) on conflict do nothing
            """,
            new { service }
        );
        await work.Execute(
            """
            insert into telemetry.requests (tenant_id, service, route, grain, bucket_at, requests, failed, duration_ms)
            select 'tnt_platform', @service, 'GET /', n.grain, date_bin(n.width, now() - n.ago, 'epoch'), n.requests, n.failed, 1
              from (values ('hour', interval '1 hour', interval '1 day', 1000, 2), ('hour', interval '1 hour', interval '0', 100, 50),
                           ('minute', interval '1 minute', interval '0', 100, 50)) n(grain, width, ago, requests, failed)
            on conflict do nothing
            """,
            new { service }
        );
        await work.Execute(
            """
            insert into telemetry.latencies (tenant_id, service, route, grain, bucket_at, bin, requests)
            select 'tnt_platform', @service, 'GET /', n.grain, date_bin(n.width, now() - n.ago, 'epoch'), n.bin, n.requests
              from (values ('hour', interval '1 hour', interval '1 day', 10, 990), ('hour', interval '1 hour', interval '1 day', 40, 10),
                           ('hour', interval '1 hour', interval '0', 32, 100), ('minute', interval '1 minute', interval '0', 32, 100)) n(grain, width, ago, bin, requests)
            on conflict do nothing
            """,
            new { service }
        );
        await work.Commit();
    }
}
