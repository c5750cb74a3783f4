using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Gates;

/// <summary>Nobody slips in a field that nobody asked for: what isn't known is refused by its name, on every route that takes JSON.</summary>
public sealed class UnknownFieldsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] Slipped = ["is_owner", "tenantId", "role", "OnlyTenant"];

    /// <summary>These take events in forms of their own, in which anything may stand; it is kept as it was said and decides nothing.</summary>
    private static readonly string[] OfEvents = ["event.report"];

    [Fact]
    public async Task Every_route_that_takes_json_refuses_a_field_that_it_does_not_know()
    {
        var application = await Application.Connect(console);
        var tenant = await application.Tenant("slipped");
        var routes = console
            .Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true)
            .Where(route => !OfEvents.Contains(route.Metadata.GetMetadata<PermissionNeeded>()!.Name))
            .ToList();

        foreach (var route in routes)
        foreach (var method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
        {
            var address = route
                .RoutePattern.RawText!.Replace("{id}", tenant, StringComparison.Ordinal)
                .Replace("{member}", "ext:ada", StringComparison.Ordinal);
            foreach (var field in Slipped)
            foreach (var form in new[] { $$"""{"{{field}}":true}""", $$"""{"data":[{"id":"ext:x","{{field}}":true}]}""" })
            {
                var isBulk = address is "/api/v1/tenants" || address.EndsWith("/members", StringComparison.Ordinal);
                if (
                    isBulk != form.StartsWith("""{"data""", StringComparison.Ordinal)
                    || (field == "role" && address.Contains("/members", StringComparison.Ordinal))
                )
                    continue;
                var (status, body) = await application.Send(new(method), address, form);

                status.ShouldBe(400, $"{method} {address} {form}: {body}");
                body.GetRawText().ShouldContain(field, Case.Sensitive, $"{method} {address}");
                await Task.Delay(20, TestContext.Current.CancellationToken); // a key may ask fifty times a second
            }
        }
        routes.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task Every_operation_refuses_a_field_that_its_input_does_not_have()
    {
        var application = await Application.Connect(console);
        foreach (var operation in console.Services.GetRequiredService<Catalogue>().All)
        {
            var asked = $$$"""{"operation":"{{{operation.Is.Name}}}","subjects":["tnt_platform"],"input":{"is_owner":true}}""";

            var (status, body) = await application.Send(HttpMethod.Post, "/api/v1/previews", asked);

            status.ShouldBe(400, $"{operation.Is.Name}: {body}");
            body.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem(operation.Is.Name).Name.ShouldEndWith("is_owner");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
