using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Api;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Api;

/// <summary>Calls that the API description promises for each endpoint of a kind. <see cref="ApiContract"/> checks every response.</summary>
public sealed class DescribedCallsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Every_list_returns_pages_of_one()
    {
        var app = await TestApplication.Connect(console);
        foreach (var name in (string[])["acme", "blue"])
            await app.Tenant(name, members: 2);
        var description = JsonSerializer.Deserialize<JsonElement>(await console.Client.GetStringAsync("/openapi/v1.json"));
        foreach (var path in description.GetProperty("paths").EnumerateObject().Where(path => !path.Name.Contains('{')))
            if (path.Value.TryGetProperty("get", out var operation) && Parameters(operation).Any(parameter => Name(parameter) == "limit"))
            {
                var required = Parameters(operation).Where(parameter => parameter.TryGetProperty("required", out var isRequired) && isRequired.GetBoolean());
                var query = string.Concat(required.Select(parameter => $"&{Name(parameter)}={(Name(parameter) == "cohort" ? "2026-03" : "plan:pro")}"));
                var response = await app.Http.GetAsync($"{path.Name}?limit=1{query}");

                response.StatusCode.ShouldBe(HttpStatusCode.OK, path.Name);
                Items(await response.Content.ReadFromJsonAsync<JsonElement>()).ShouldBeLessThanOrEqualTo(1, path.Name);
            }
    }

    [Fact]
    public async Task Every_operation_on_a_tenant_runs_in_one_call()
    {
        var app = await TestApplication.Connect(console);
        foreach (var operation in console.Services.GetRequiredService<OperationCatalogue>().Own.Where(one => one.Definition.Subject == "tenant"))
        {
            var tenant = await app.Tenant(operation.Definition.Name);
            var call = $"/api/v1/tenants/{tenant}/{OperationEndpoints.Verb(operation.Definition.Name)}";

            var preview = await app.Http.PostAsJsonAsync($"{call}?preview=true", operation.ExampleInput);
            var run = await app.Http.PostAsJsonAsync(call, operation.ExampleInput);

            // A preview tells why the example can't be applied to a tenant without plans, invoices or overrides, and so does the run.
            preview.StatusCode.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity], call);
            ((int)run.StatusCode).ShouldBeLessThan(500, call);
        }
    }

    private static int Items(JsonElement page) => page.GetProperty(page.TryGetProperty("data", out _) ? "data" : "backups").GetArrayLength();

    private static string Name(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];
}
