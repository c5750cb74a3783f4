using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Gates;

/// <summary>Every route that accepts JSON refuses unknown fields by name.</summary>
public sealed class UnknownFieldsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] Slipped = ["is_owner", "tenantId", "role", "OnlyTenant"];

    /// <summary>Event routes of third-party formats, which allow any field; unknown fields are stored and ignored.</summary>
    private static readonly string[] OfEvents = ["event.report"];

    /// <summary>Signed events of vendors, whose formats grow without notice.</summary>
    private static readonly string[] s_ofVendors = ["/api/v1/stripe/webhooks/", "/api/v1/emails/callbacks/"];

    [Fact]
    public async Task Every_JSON_route_refuses_unknown_fields()
    {
        var application = await TestApplication.Connect(console);
        var tenant = await application.Tenant("slipped");
        var routes = console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true)
            .Where(route => !OfEvents.Contains(route.Metadata.GetMetadata<RequiredPermission>()!.Name))
            .Where(route => !s_ofVendors.Any(start => route.RoutePattern.RawText!.StartsWith(start, StringComparison.Ordinal)))
            .ToList();

        foreach (var route in routes)
        foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
        {
            var address = route
                .RoutePattern.RawText!.Replace("{id}", tenant, StringComparison.Ordinal)
                .Replace("{member}", "ext:ada", StringComparison.Ordinal)
                .Replace("{type}", "booking", StringComparison.Ordinal);
            foreach (var field in Slipped)
            foreach (var form in new[] { $$"""{"{{field}}":true}""", $$"""{"data":[{"id":"ext:x","{{field}}":true}]}""" })
            {
                var isBulk =
                    address is "/api/v1/tenants" or "/api/v1/support/tickets"
                    || address.EndsWith("/members", StringComparison.Ordinal)
                    || address.Contains("/subjects/", StringComparison.Ordinal);
                if (
                    isBulk != form.StartsWith("""{"data""", StringComparison.Ordinal)
                    || (field == "role" && address.Contains("/members", StringComparison.Ordinal))
                )
                    continue;
                var (status, body) = await application.Send(new(method), address, form);

                status.ShouldBe(400, $"{method} {address} {form}: {body}");
                body.GetRawText().ShouldContain(field, Case.Sensitive, $"{method} {address}");
            }
        }
        routes.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task Every_operation_refuses_unknown_input_fields()
    {
        var application = await TestApplication.Connect(console);
        foreach (var operation in console.Services.GetRequiredService<OperationCatalogue>().All)
        {
            var asked = $$$"""{"operation":"{{{operation.Definition.Name}}}","subjects":["tnt_platform"],"input":{"is_owner":true}}""";

            var (status, body) = await application.Send(HttpMethod.Post, "/api/v1/previews", asked);

            status.ShouldBe(400, $"{operation.Definition.Name}: {body}");
            body.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem(operation.Definition.Name).Name.ShouldEndWith("is_owner");
        }
    }

    /// <summary>Free-form data of the application, which allows any field.</summary>
    private static readonly string[] OfTheApplication = ["attributes", "properties", "data", "metadata"];

    [Fact]
    public async Task Unknown_fields_in_nested_input_are_refused()
    {
        var application = await TestApplication.Connect(console);
        var tried = 0;
        foreach (var operation in console.Services.GetRequiredService<OperationCatalogue>().All)
        foreach (var input in WithUnknownField(operation.ExampleInput))
        {
            tried++;
            var asked = $$$"""{"operation":"{{{operation.Definition.Name}}}","subjects":["tnt_platform"],"input":{{{input.ToJsonString()}}}}""";

            var (status, body) = await application.Send(HttpMethod.Post, "/api/v1/previews", asked);

            status.ShouldBe(400, $"{operation.Definition.Name} {input.ToJsonString()}: {body}");
            body.GetRawText().ShouldContain("is_owner", Case.Sensitive, operation.Definition.Name);
        }
        tried.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/tenants/ext:nested", """{"plan_items":[{"plan":"pro","is_owner":true}]}""")]
    [InlineData("PUT", "/api/v1/tenants", """{"data":[{"id":"ext:nested","plan_items":[{"plan":"pro","is_owner":true}]}]}""")]
    [InlineData("POST", "/api/v1/metrics/query", """{"metrics":["tenants.opened"],"range":{"last":"30d","is_owner":true}}""")]
    [InlineData(
        "POST",
        "/api/v1/metrics/query",
        """{"metrics":["tenants.opened"],"range":{"last":"30d"},"filters":[{"dimension":"plan","any":["pro"],"is_owner":true}]}"""
    )]
    public async Task Unknown_fields_in_nested_bodies_are_refused(string method, string address, string body)
    {
        var application = await TestApplication.Connect(console);

        var (status, said) = await application.Send(new(method), address, body);

        status.ShouldBe(400, said.GetRawText());
        said.GetRawText().ShouldContain("is_owner");
    }

    /// <returns>Copies of the example, each with one unknown field in a different object.</returns>
    private static IEnumerable<JsonNode> WithUnknownField(JsonElement example)
    {
        for (var place = 0; ; place++)
        {
            var whole = JsonNode.Parse(example.GetRawText())!;
            if (Within(whole).ElementAtOrDefault(place) is not { } one)
                yield break;
            one["is_owner"] = true;
            yield return whole;
        }
    }

    private static IEnumerable<JsonObject> Within(JsonNode node) =>
        Parts(node).SelectMany(part => part is JsonObject one ? Within(part).Prepend(one) : Within(part));

    private static IEnumerable<JsonNode> Parts(JsonNode node) =>
        node switch
        {
            JsonArray rows => rows.OfType<JsonNode>(),
            JsonObject fields => fields.Where(field => !OfTheApplication.Contains(field.Key)).Select(field => field.Value).OfType<JsonNode>(),
            _ => [],
        };
}
