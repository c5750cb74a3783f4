using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Docs;

namespace OwnerConsole.Tests.Api;

public sealed class OpenApiDescriptionTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task The_API_description_matches_the_committed_file()
    {
        var now = JsonSerializer.Serialize(await Description(), Indented) + "\n";

        await GeneratedFile.Check(
            "tests/OwnerConsole.Tests/Api/openapi-v1.json",
            now,
            "Version 1 changes only by additions: check that this change only adds."
        );
    }

    [Fact]
    public async Task Every_endpoint_describes_its_purpose_permission_body_and_response()
    {
        foreach (var (path, method, operation) in Operations(await Description()))
        {
            var name = $"{method} {path}";
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            operation.GetProperty("description").GetString().ShouldStartWith("Requires ", customMessage: name);
            operation
                .GetProperty("responses")
                .EnumerateObject()
                .Any(answer => answer.Name.StartsWith('2') && answer.Value.TryGetProperty("content", out _))
                .ShouldBeTrue(name);
            operation
                .TryGetProperty("requestBody", out _)
                .ShouldBe(
                    (method == "put" && !path.EndsWith("/{resource}", StringComparison.Ordinal))
                        || (method == "post" && path[(path.LastIndexOf('/') + 1)..] is not ("undo" or "accept" or "leave" or "release" or "cancel")),
                    name
                );
        }
    }

    [Fact]
    public async Task Every_endpoint_has_a_name_of_its_own_a_resource_and_typed_errors()
    {
        var description = await Description();
        var operations = Operations(description).ToList();

        var names = operations.Select(one => one.Operation.GetProperty("operationId").GetString()!).ToList();
        names.ShouldBeUnique();
        names.ShouldAllBe(name => System.Text.RegularExpressions.Regex.IsMatch(name, "^[a-z][A-Za-z0-9]+$"));
        foreach (
            var expected in (string[])
                [
                    "listTenants",
                    "getTenant",
                    "putTenant",
                    "suspendTenant",
                    "changeTenantPlan",
                    "listTenantMembers",
                    "createRun",
                    "approveRun",
                    "queryMetrics",
                    "commitEntitlementReservation",
                    "listRevenuePolicies",
                ]
        )
            names.ShouldContain(expected);
        var tags = description.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToHashSet();
        foreach (var (path, method, operation) in operations)
        {
            tags.ShouldContain(operation.GetProperty("tags").EnumerateArray().ShouldHaveSingleItem(path).GetString());
            operation
                .GetProperty("responses")
                .GetProperty("default")
                .GetProperty("content")
                .TryGetProperty("application/problem+json", out _)
                .ShouldBeTrue($"{method} {path}");
        }
    }

    private async Task<JsonElement> Description() => JsonSerializer.Deserialize<JsonElement>(await console.Client.GetStringAsync("/openapi/v1.json"));

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement description) =>
        description
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name, method.Value)));
}
