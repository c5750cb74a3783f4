using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Alerts;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.Agreements;

/// <summary>SLAs are measured for each tenant from incidents and SLOs, and closed periods propose credits.</summary>
public sealed class SlaTests(ProbeStage stage) : SlaTestBase(stage), IClassFixture<ProbeStage>
{
    [Fact]
    public async Task Incidents_count_against_the_availability_of_the_tenants_they_affect()
    {
        var owner = await Stage.Owner();
        var (hit, spared) = (await Stage.App.Tenant("sla-hit", "Hit Studio"), await Stage.App.Tenant("sla-spared", "Spared Studio"));
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
        var logged = await Stage.Log("sla_breached", hit);

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
        (await Stage.Log("sla_breached", spared)).ShouldBe(0);

        await Resolve(incident, start.AddHours(1));
        await Resolve(second, start.AddHours(2));
        await Measure();
        var corrected = await Result(sla, hit);
        (Word(corrected, "state"), corrected.GetProperty("bad").GetInt64()).ShouldBe(("met", 2 * 3_600));

        await Declare(start, hit);
        await Measure();
        Word(await Result(sla, hit), "state").ShouldBe("breached");
        (await Stage.Log("sla_breached", hit)).ShouldBe(1, "a period has one entry for each state");
    }

    [Fact]
    public async Task Incidents_of_a_service_count_for_the_tenants_of_the_service()
    {
        var (user, spared) = (await Stage.App.Tenant("sla-user", "User"), await Stage.App.Tenant("sla-no-user", "No user"));
        await Use("sla-site", user, "sla-store");
        var sla = await Add(
            new
            {
                kind = "availability",
                name = "Availability of services",
                period = "year",
                tenants = new[] { user, spared },
            }
        );
        await DeclareOfService(TimeProvider.System.GetUtcNow().AddHours(-20), "sla-store"); // a year allows 8 h 45 min

        await Measure();

        Word(await Result(sla, user), "state").ShouldBe("breached");
        Word(await Result(sla, spared), "state").ShouldBe("met");
    }

    [Fact]
    public async Task Incidents_that_are_not_resolved_in_time_breach_a_resolution_time()
    {
        var (late, quiet) = (await Stage.App.Tenant("sla-late", "Late"), await Stage.App.Tenant("sla-quiet", "Quiet"));
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
        var tenant = await Stage.App.Tenant("sla-pending", "Pending");
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
        var (user, later) = (await Stage.App.Tenant("sla-user", "User"), await Stage.App.Tenant("sla-later", "Later"));
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
        var incident = await DeclareOfService(start, "sla-db");
        await Resolve(incident, start.AddHours(1));
        await Measure();
        await Use("sla-app", later);

        await Stage.App.Run(
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
}
