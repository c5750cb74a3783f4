using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>SLAs are measured for each tenant from incidents and SLOs, and closed periods propose credits.</summary>
public sealed class SlaTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Incidents_count_against_the_availability_of_the_tenants_they_affect()
    {
        var owner = await stage.Owner();
        var (hit, spared) = (await stage.App.Tenant("sla-hit", "Hit Studio"), await stage.App.Tenant("sla-spared", "Spared Studio"));
        var sla = await Add(
            new
            {
                kind = "availability",
                name = "Yearly availability",
                period = "year",
                tenants = new[] { hit, spared },
            }
        );
        var start = TimeProvider.System.GetUtcNow().AddHours(-20); // a year allows 8 h 45 min
        var incident = await Declare(start, hit);
        var second = await Declare(start.AddHours(1), hit); // at the same time, so it counts once
        await Declare(start, hit, "sev3"); // not severe enough

        await Measure();
        await Measure();
        var breached = await Result(sla, hit);
        using var page = await owner.Get($"/ops/slas?sla={sla}&state=breached");
        var filtered = owner.Page;
        using var tenant = await owner.Get($"/tenants/{hit}");
        var panel = owner.Page;
        using var export = await owner.Get($"/ops/slas/export?sla={sla}");
        var logged = await stage.Log("sla_breached", hit);

        Word(breached, "state").ShouldBe("breached");
        breached.GetProperty("bad").GetInt64().ShouldBeInRange(20 * 3_600, (20 * 3_600) + 600);
        Word(await Result(sla, spared), "state").ShouldBe("met");
        (await Result(sla, spared)).GetProperty("actual").GetDecimal().ShouldBe(100);
        filtered.ShouldContain("Hit Studio");
        filtered.ShouldNotContain("Spared Studio");
        panel.ShouldContain("tenant-slas-h");
        panel.ShouldContain("Yearly availability");
        owner.Page.ShouldContain("Spared Studio");
        logged.ShouldBe(1); // once, however often it is measured
        (await stage.Log("sla_breached", spared)).ShouldBe(0);

        await Resolve(incident, start.AddHours(1));
        await Resolve(second, start.AddHours(2));
        await Measure();
        var corrected = await Result(sla, hit);
        (Word(corrected, "state"), corrected.GetProperty("bad").GetInt64()).ShouldBe(("met", 2 * 3_600));

        await Declare(start, hit);
        await Measure();
        Word(await Result(sla, hit), "state").ShouldBe("breached");
        (await stage.Log("sla_breached", hit)).ShouldBe(1, "a period has one entry for each state");
    }

    [Fact]
    public async Task Incidents_of_a_service_count_for_the_tenants_of_the_service()
    {
        var (user, spared) = (await stage.App.Tenant("sla-user", "User"), await stage.App.Tenant("sla-no-user", "No user"));
        await stage.App.Run("service_dependency.add", IdGenerator.Platform, new { service = "sla-site", depends_on = "sla-store" });
        await stage.App.Run("service_usage.add", IdGenerator.Platform, new { service = "sla-site", tenants = new[] { user } });
        var sla = await Add(
            new
            {
                kind = "availability",
                name = "Availability of services",
                period = "year",
                tenants = new[] { user, spared },
            }
        );
        var start = Text(TimeProvider.System.GetUtcNow().AddHours(-20)); // a year allows 8 h 45 min
        await stage.App.Run(
            "incident.declare",
            IdGenerator.Platform,
            new
            {
                title = "Outage of the database",
                severity = "sev1",
                started_at = start,
                detected_at = start,
                service = "sla-store",
            }
        );

        await Measure();

        Word(await Result(sla, user), "state").ShouldBe("breached");
        Word(await Result(sla, spared), "state").ShouldBe("met");
    }

    [Fact]
    public async Task Incidents_that_are_not_resolved_in_time_breach_a_resolution_time()
    {
        var (late, quiet) = (await stage.App.Tenant("sla-late", "Late"), await stage.App.Tenant("sla-quiet", "Quiet"));
        var sla = await Add(
            new
            {
                kind = "resolution_time",
                name = "Resolved within an hour",
                within_minutes = 60,
                min_severity = "sev4",
                period = "year",
                target = "99.9", // in January too, when many incidents are projected
                tenants = new[] { late, quiet },
            }
        );
        var start = TimeProvider.System.GetUtcNow().AddHours(-3);
        var incident = await Declare(start, late, "sev4");
        await Resolve(incident, start.AddMinutes(70));

        await Measure();

        var result = await Result(sla, late);
        (Word(result, "state"), result.GetProperty("events").GetInt64(), result.GetProperty("bad").GetInt64()).ShouldBe(("breached", 1, 1));
        Word(await Result(sla, quiet), "state").ShouldBe("too_few_events");
    }

    [Fact]
    public async Task A_period_stays_open_until_its_incidents_had_their_time_to_be_resolved()
    {
        var tenant = await stage.App.Tenant("sla-pending", "Pending");
        var sla = await Add(
            new
            {
                kind = "resolution_time",
                name = "Resolved within five days",
                within_minutes = 5 * 24 * 60,
                period = "day",
                tenants = new[] { tenant },
            }
        );
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);
        await Declare(Start(day).AddHours(12), tenant);
        await OpenPeriod(sla, day);

        await Measure();

        (await List($"/api/v1/sla-results?sla={sla}&time=closed")).ShouldBeEmpty();
        (await List($"/api/v1/sla-results?sla={sla}")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_resolved_incident_of_a_service_keeps_the_tenants_that_it_affected()
    {
        var (user, later) = (await stage.App.Tenant("sla-user", "User"), await stage.App.Tenant("sla-later", "Later"));
        var sla = await Add(
            new
            {
                kind = "availability",
                name = "Service availability",
                period = "year",
                tenants = new[] { user, later },
            }
        );
        await Use("sla-web", user);
        var start = TimeProvider.System.GetUtcNow().AddHours(-3);
        var incident = Created(
            await stage.App.Run(
                "incident.declare",
                IdGenerator.Platform,
                new
                {
                    title = "Database is slow",
                    severity = "sev1",
                    started_at = Text(start),
                    detected_at = Text(start),
                    service = "sla-db",
                }
            )
        );
        await Resolve(incident, start.AddHours(1));
        await Measure();
        await Use("sla-app", later);

        await stage.App.Run(
            "incident.change",
            incident,
            new
            {
                title = "Database was slow",
                severity = "sev2",
                severity_reason = "Few requests were slow",
                service = "sla-db",
            }
        );
        await Measure();

        (await Result(sla, user)).GetProperty("bad").GetInt64().ShouldBe(3_600);
        (await Result(sla, later)).GetProperty("bad").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task An_alert_rule_about_log_events_fires_when_an_SLA_is_breached()
    {
        var tenant = await stage.App.Tenant("sla-alert", "Alert");
        var rule = await stage.AddRule(
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
            await using var reading = await stage.Console.Database.Read();
            return await reading.One<bool>("select exists (select from alerts.rule_events where rule_id = @rule)", new { rule });
        });
        await using var work = await stage.Begin();
        await stage.Evaluate(work.Now, work);
        (await AlertStage.Alerts(rule, work)).Single().Phase.ShouldBe("firing");
    }

    [Fact]
    public async Task A_closed_period_keeps_its_result_and_proposes_a_credit()
    {
        var owner = await stage.Owner();
        var tenant = await stage.App.Tenant("sla-closed", "Closed");
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
        await stage.App.Run(
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
        var refused = await stage.App.Refusal(
            "sla.change",
            sla,
            new
            {
                kind = "availability",
                name = "Daily availability",
                period = "month",
            }
        );

        closed.Count.ShouldBe(3); // a day is closed a day after its end
        closed.ShouldAllBe(row => row.GetProperty("credit_percent").GetDecimal() == 20);
        closed.ShouldAllBe(row => row.GetProperty("closed_at").ValueKind == JsonValueKind.String);
        kept.Select(row => row.GetRawText()).ShouldBe(closed.Select(row => row.GetRawText()));
        owner.Page.ShouldContain("Credits to give");
        owner.Page.ShouldContain("Daily availability");
        refused.ShouldBe("fixed_setting");
    }

    [Fact]
    public async Task Events_of_an_SLO_are_the_result_of_all_tenants()
    {
        var tenant = await stage.App.Tenant("sla-slo", "Slo");
        var slo = Created(
            await stage.App.Run(
                "slo.add",
                IdGenerator.Platform,
                new
                {
                    kind = "probe_success",
                    name = "Port",
                    probe_id = await stage.AddDownProbe(),
                    target = "99",
                }
            )
        );
        await stage.Execute("objectives.measure");
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
        (await stage.Log("sla_breached", sla)).ShouldBe(1);
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
    [InlineData("""{"kind": "resolution_time", "name": "A"}""", "bad_minutes")]
    [InlineData("""{"kind": "resolution_time", "name": "A", "within_minutes": 60, "min_events": 0}""", "bad_count")]
    public async Task Settings_that_can_not_be_measured_are_refused(string input, string code) =>
        (await stage.App.Refusal("sla.add", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);

    [Theory]
    [InlineData("state=good")]
    [InlineData("time=later")]
    [InlineData("cursor=x")]
    [InlineData("period=day")]
    public async Task Filters_that_are_not_valid_are_refused(string query) =>
        (await stage.App.Send(HttpMethod.Get, $"/api/v1/sla-results?{query}")).Status.ShouldBe(400);

    private async Task<string> Add(object input) => Created(await stage.App.Run("sla.add", IdGenerator.Platform, input));

    /// <summary>Measures when the worker doesn't, because of two measurements at the same time only the later one writes.</summary>
    private async Task Measure()
    {
        await Poll.Until(async () =>
        {
            await using var reading = await stage.Console.Database.Read();
            return await reading.One<bool>(
                "select not exists (select from work.lanes where lane = 'every:agreements.measure' and (due <= now() or leased_until > now()))"
            );
        });
        await stage.Execute("agreements.measure");
    }

    /// <summary>Stores a day as measured before, so that it and the days after it are measured.</summary>
    private async Task OpenPeriod(string sla, DateOnly day)
    {
        await using var work = await stage.Begin();
        await work.Execute(
            """
            insert into agreements.periods (tenant_id, sla_id, starts_on, ends_on, starts_at, ends_at, target, measured_at)
            values ('tnt_platform', @sla, @day, @day, @day::timestamp at time zone 'UTC', (@day + 1)::timestamp at time zone 'UTC', 99.9, now())
            """,
            new { sla, day }
        );
        await work.Commit();
    }

    /// <summary>Adds a service that needs the database and is used by one tenant.</summary>
    private async Task Use(string service, string tenant)
    {
        await stage.App.Run("service_dependency.add", IdGenerator.Platform, new { service, depends_on = "sla-db" });
        await stage.App.Run("service_usage.add", IdGenerator.Platform, new { service, tenants = new[] { tenant } });
    }

    /// <returns>Id of an incident that affects one tenant and is not resolved.</returns>
    private async Task<string> Declare(DateTimeOffset start, string tenant, string severity = "sev1") =>
        Created(
            await stage.App.Run(
                "incident.declare",
                IdGenerator.Platform,
                new
                {
                    title = $"Outage of {tenant}",
                    severity,
                    started_at = Text(start),
                    detected_at = Text(start),
                    tenants = new[] { tenant },
                }
            )
        );

    private Task<JsonElement> Resolve(string incident, DateTimeOffset at) =>
        stage.App.Run("incident.resolve", incident, new { note = "Fixed.", resolved_at = Text(at) });

    private async Task<JsonElement> Result(string sla, string tenant) => (await List($"/api/v1/sla-results?sla={sla}&tenant={tenant}")).ShouldHaveSingleItem();

    private async Task<IReadOnlyList<JsonElement>> List(string address) => [.. (await stage.App.Get(address)).GetProperty("data").EnumerateArray()];

    private static string? Word(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static string Created(JsonElement run) => run.GetProperty("lines")[0].GetProperty("created").GetString()!;

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
