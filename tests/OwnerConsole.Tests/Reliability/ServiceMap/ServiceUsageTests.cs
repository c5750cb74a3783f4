using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.ServiceMap;

/// <summary>Which tenants the failure of a service affects: measured, assigned, or all because they are unknown.</summary>
public sealed class ServiceUsageTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_failure_counts_the_tenants_of_the_services_that_it_reaches()
    {
        await Add("u-web", "u-api");
        await Add("u-api", "u-db");
        await stage.App.Tenant("u-acme", members: 2);
        var other = await stage.App.Tenant("u-other", members: 3);
        await stage.App.Tenant("u-third", members: 1);
        var unknown = await Impact("u-db");

        await Report("u-api", "u-acme");
        var measured = await Impact("u-db");
        await Grant("u-search", other);
        var run = await Assign(
            new
            {
                service = "u-web",
                features = new[] { "u-search" },
                tenants = new[] { "ext:u-third" },
            }
        );
        var assigned = await Impact("u-db");
        await stage.App.Undo(run);

        unknown.GetProperty("basis").GetString().ShouldBe("unknown");
        unknown.GetProperty("unknown_services").EnumerateArray().Select(name => name.GetString()).ShouldBe(["u-web"]);
        unknown.GetProperty("tenants").GetInt64().ShouldBeGreaterThanOrEqualTo(3);
        Figures(measured).ShouldBe(("measured", 1L, 2L));
        Figures(assigned).ShouldBe(("assigned_and_measured", 3L, 6L));
        Figures(await Impact("u-db")).ShouldBe(("measured", 1L, 2L));
    }

    [Fact]
    public async Task A_tenant_is_recorded_once_per_service_by_either_of_its_IDs()
    {
        await Add("r-web", "r-db");
        await stage.App.Tenant("r-acme", members: 1);
        var id = await stage.App.Tenant("r-named", members: 1);

        await Report("r-web", "r-acme");
        await Report("r-web", "r-acme");
        await Report("r-web", id);
        await Report("r-web", "no such tenant");

        Figures(await Impact("r-web")).ShouldBe(("measured", 2L, 2L));
    }

    [Fact]
    public async Task An_incident_of_a_service_affects_only_its_tenants()
    {
        await Add("i-web", "i-db");
        await stage.App.Tenant("i-acme", members: 2);
        await stage.App.Tenant("i-other", members: 1);
        var preview = (await stage.App.Preview("incident.declare", [IdGenerator.Platform], new { title = "Slow", service = "i-db" })).GetRawText();
        await Report("i-web", "i-acme");

        var run = await stage.App.Run("incident.declare", IdGenerator.Platform, new { title = "Slow", service = "i-db" });
        var id = run.Created();
        var impact = (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("impact");
        var owner = await stage.Owner();
        using var page = await owner.Get($"/ops/incidents/{id}");
        var shown = owner.Page;
        await stage.App.Run(
            "incident.change",
            id,
            new
            {
                title = "Slow",
                severity = "sev1",
                all_tenants = true,
            }
        );

        preview.ShouldContain("All tenants of the selection count, because those of the service are unknown.");
        preview.ShouldNotContain("suggests", Case.Sensitive, "nothing is known about the share");
        Figures(impact).ShouldBe(("measured", 1L, 2L));
        shown.ShouldContain("service = i-db");
        shown.ShouldContain("had requests to affected services in the last 30 days");
        (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("impact").GetProperty("tenants").GetInt64().ShouldBeGreaterThanOrEqualTo(2);
        (await stage.App.Refusal("incident.declare", IdGenerator.Platform, new { title = "Slow", service = "i-gone" })).ShouldBe("service_not_on_map");
    }

    [Fact]
    public async Task A_changed_incident_keeps_a_service_that_has_left_the_map()
    {
        var added = (await stage.App.Run("service_dependency.add", IdGenerator.Platform, new { service = "l-web", depends_on = "l-db" })).Created();
        var declare = new
        {
            title = "Slow",
            severity = "sev1",
            service = "l-db",
        };
        var id = (await stage.App.Run("incident.declare", IdGenerator.Platform, declare)).Created();
        await stage.App.Run("service_dependency.remove", added);

        await stage.App.Run("incident.change", id, declare with { title = "Slower" });

        (await stage.App.Get($"/api/v1/incidents/{id}")).GetProperty("incident").GetProperty("title").GetString().ShouldBe("Slower");
        (await stage.App.Refusal("incident.change", id, declare with { service = "l-web" })).ShouldBe("service_not_on_map");
    }

    [Fact]
    public async Task Assignments_that_say_nothing_are_refused_and_a_removed_one_is_restored()
    {
        await Add("a-web", "a-db");
        var tenant = await stage.App.Tenant("a-acme", members: 1);

        (await Refusal(new { service = "a-web" })).ShouldBe("nothing_assigned");
        (await Refusal(new { service = "a-gone", tenants = new[] { tenant } })).ShouldBe("service_not_on_map");
        (await Refusal(new { service = "a-web", features = new[] { "no-such-feature" } })).ShouldBe("unknown_feature");
        (await Refusal(new { service = "a-web", tenants = new[] { "ext:no-such-tenant" } })).ShouldBe("unknown_tenant");
        var run = await Assign(new { service = "a-web", tenants = new[] { tenant } });
        (await Refusal(new { service = "a-web", tenants = new[] { tenant } })).ShouldBe("usage_exists");

        var removed = await stage.App.Run("service_usage.remove", run.Created());
        (await Impact("a-db")).GetProperty("basis").GetString().ShouldBe("unknown");
        await stage.App.Undo(removed);
        Figures(await Impact("a-db")).ShouldBe(("assigned", 1L, 1L));
    }

    [Fact]
    public async Task The_page_draws_the_map_and_the_reach_of_a_failure()
    {
        await Add("d-web", "d-api");
        await Add("d-api", "d-cache", "soft");
        var owner = await stage.Owner();

        using var page = await owner.Get("/ops/service-map?fails=d-cache");

        owner.Page.ShouldContain("<svg class=\"service-map\"");
        owner.Page.ShouldContain("<title id=\"map-title\">Service map if d-cache fails</title>");
        owner.Page.ShouldContain("class=\"soft reach soon\"");
        owner.Page.ShouldContain("aria-label=\"d-api, Limited, depends on d-cache\"");
        owner.Page.ShouldContain("Simulated failure");
        owner.Page.ShouldContain("href=\"/ops/service-map?fails=d-web\"");
    }

    private Task Add(string service, string other, string strength = "hard") =>
        stage.App.Run(
            "service_dependency.add",
            IdGenerator.Platform,
            new
            {
                service,
                depends_on = other,
                strength,
            }
        );

    private Task<JsonElement> Assign(object input) => stage.App.Run("service_usage.add", IdGenerator.Platform, input);

    private Task<string?> Refusal(object input) => stage.App.Refusal("service_usage.add", IdGenerator.Platform, input);

    private async Task<JsonElement> Impact(string service) =>
        (await stage.App.Get($"/api/v1/service-map?fails={service}")).GetProperty("failure").GetProperty("impact");

    private static (string? Basis, long Tenants, long Members) Figures(JsonElement impact) =>
        (impact.GetProperty("basis").GetString(), impact.GetProperty("tenants").GetInt64(), impact.GetProperty("members").GetInt64());

    /// <summary>Declares a feature that only one tenant can use.</summary>
    private async Task Grant(string feature, string tenant)
    {
        await stage.App.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key = feature,
                name = feature,
                kind = "counter",
                unit = "item",
                allows = "0",
            }
        );
        await stage.App.Run(
            "tenant.override_limit",
            tenant,
            new
            {
                feature,
                allows = "10",
                reason = "A pilot",
            }
        );
    }

    /// <summary>Sends a request of a tenant to a service.</summary>
    private async Task Report(string service, string tenant)
    {
        var now = TimeProvider.System.GetUtcNow();
        var span = new
        {
            traceId = "5b8efff798038103d269b633813fc60c",
            spanId = "0000000000000001",
            name = "GET",
            kind = 2,
            startTimeUnixNano = Nano(now.AddMilliseconds(-5)),
            endTimeUnixNano = Nano(now),
            attributes = new[] { Text("tenant.id", tenant) },
        };
        var resource = new { resource = new { attributes = new[] { Text("service.name", service) } }, scopeSpans = new[] { new { spans = new[] { span } } } };
        (await stage.App.Send(HttpMethod.Post, "/v1/traces", JsonSerializer.Serialize(new { resourceSpans = new[] { resource } }))).Status.ShouldBe(200);
    }

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static string Nano(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
