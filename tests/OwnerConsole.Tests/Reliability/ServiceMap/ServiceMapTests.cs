using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Reliability.Probes;

namespace OwnerConsole.Tests.Reliability.ServiceMap;

/// <summary>Dependencies of services, what a failure affects, and what traces suggest.</summary>
public sealed class ServiceMapTests(ProbeStage stage) : IClassFixture<ProbeStage>
{
    [Fact]
    public async Task A_failure_reaches_the_services_that_depend_on_it_until_a_dependency_is_removed()
    {
        await Add("shop", "orders");
        var removed = await Add("orders", "orders-db");
        await Add("reports", "orders", "soft");
        await stage.App.Tenant("mapped", members: 2);
        var before = await Affected("orders-db");
        var impact = (await stage.App.Get("/api/v1/service-map?fails=orders-db")).GetProperty("failure").GetProperty("impact");
        var owner = await stage.Owner();
        using var page = await owner.Get("/ops/service-map?fails=orders-db");
        var shown = owner.Page;

        var run = await stage.App.Run("service_dependency.remove", removed);
        var gone = (await stage.App.Send(HttpMethod.Get, "/api/v1/service-map?fails=orders-db")).Status;
        await stage.App.Undo(run);

        before.ShouldBe(["orders fails", "shop fails", "reports limited"]);
        (await Affected("orders-db")).ShouldBe(before);
        gone.ShouldBe(404);
        impact.GetProperty("reach").GetString().ShouldBe("some", "the reports and the services of other tests work");
        impact.GetProperty("members").GetInt64().ShouldBeGreaterThanOrEqualTo(2);
        shown.ShouldContain("Some entry services fail");
        shown.ShouldContain("orders-db");
        shown.ShouldContain("Limited");
        shown.ShouldContain("needed by orders");
    }

    [Fact]
    public async Task An_undone_removal_does_not_duplicate_a_dependency_that_was_added_again()
    {
        var run = await stage.App.Run("service_dependency.remove", await Add("mailer", "smtp"));
        await Add("mailer", "smtp");

        (await stage.App.UndoRefused(run)).ShouldNotBeNull();

        var map = await stage.App.Get("/api/v1/service-map");
        map.GetProperty("dependencies").EnumerateArray().Count(edge => edge.GetProperty("service").GetString() == "mailer").ShouldBe(1);
        (await stage.App.Refusal("service_dependency.add", IdGenerator.Platform, new { service = "mailer", depends_on = "smtp" })).ShouldBe(
            "dependency_exists"
        );
        (await stage.App.Refusal("service_dependency.add", IdGenerator.Platform, new { service = "mailer", depends_on = " " })).ShouldBe("bad_service");
    }

    [Fact]
    public async Task A_run_does_not_add_a_dependency_that_was_added_since_its_preview()
    {
        var preview = await stage.App.Preview("service_dependency.add", [IdGenerator.Platform], new { service = "importer", depends_on = "queue" });
        await Add("importer", "queue");

        var (status, body) = await stage.App.Send(HttpMethod.Post, "/api/v1/runs", Json.Text(new { preview = preview.GetProperty("id").GetString() }));

        (status, body.GetProperty("code").GetString()).ShouldBe((409, "dependency_exists"));
    }

    [Fact]
    public async Task Calls_in_traces_are_suggested_until_they_are_dependencies()
    {
        // The web calls the API, whose span is in the same request, and the API calls a cache that sends no spans.
        var traces = new
        {
            resourceSpans = new[]
            {
                Resource("web", Span(2, "0000000000000001", ""), Span(3, "0000000000000002", "0000000000000001", "trace-api")),
                Resource("trace-api", Span(2, "0000000000000003", "0000000000000002"), Span(3, "0000000000000004", "0000000000000003", " trace-cache\n")),
                Resource("trace-consumer", Span(5, "0000000000000005", "0000000000000002")),
            },
        };

        var status = (await stage.App.Send(HttpMethod.Post, "/v1/traces", JsonSerializer.Serialize(traces))).Status;
        var before = await Suggestions();
        await Add("web", "trace-api");
        var after = await Suggestions();

        status.ShouldBe(200);
        before.ShouldContain("web > trace-api: 1");
        before.ShouldContain("trace-api > trace-cache: 1");
        before.ShouldNotContain("web > trace-consumer: 1");
        after.ShouldNotContain("web > trace-api: 1");
        after.ShouldContain("trace-api > trace-cache: 1");
    }

    private async Task<string> Add(string service, string other, string strength = "hard") =>
        (
            await stage.App.Run(
                "service_dependency.add",
                IdGenerator.Platform,
                new
                {
                    service,
                    depends_on = other,
                    strength,
                }
            )
        ).Created();

    private async Task<IReadOnlyList<string>> Affected(string service) =>
        [
            .. (await stage.App.Get($"/api/v1/service-map?fails={service}"))
                .GetProperty("failure")
                .GetProperty("affected")
                .EnumerateArray()
                .Select(one => $"{one.GetProperty("service").GetString()} {(one.GetProperty("fails").GetBoolean() ? "fails" : "limited")}"),
        ];

    private async Task<IReadOnlyList<string>> Suggestions() =>
        [
            .. (await stage.App.Get("/api/v1/service-map"))
                .GetProperty("suggestions")
                .EnumerateArray()
                .Select(call =>
                    $"{call.GetProperty("service").GetString()} > {call.GetProperty("called").GetString()}: {call.GetProperty("calls").GetRawText()}"
                ),
        ];

    private static object Resource(string service, params object[] spans) =>
        new { resource = new { attributes = new[] { Text("service.name", service) } }, scopeSpans = new[] { new { spans } } };

    private static object Span(int kind, string id, string parent, string? peer = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new
        {
            traceId = "5b8efff798038103d269b633813fc60c",
            spanId = id,
            parentSpanId = parent,
            name = "GET",
            kind,
            startTimeUnixNano = Nano(now.AddMilliseconds(-5)),
            endTimeUnixNano = Nano(now),
            attributes = peer is null ? Array.Empty<object>() : [Text("peer.service", peer)],
        };
    }

    private static object Text(string key, string value) => new { key, value = new { stringValue = value } };

    private static string Nano(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
