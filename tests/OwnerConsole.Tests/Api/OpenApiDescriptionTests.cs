using System.Net.Http.Json;
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
                        || (
                            method == "post"
                            && path[(path.LastIndexOf('/') + 1)..]
                                is not ("undo" or "accept" or "leave" or "release" or "cancel" or "read" or "read_all" or "click" or "{token}")
                        ),
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

    [Fact]
    public async Task Every_endpoint_shows_a_response_that_a_test_received_and_its_schema_allows()
    {
        var without = Operations(await Description())
            .Where(one => Bodies(one.Operation).Any() && !Bodies(one.Operation).Any(body => body.TryGetProperty("example", out _)))
            .Select(one => $"{one.Method} {one.Path}");

        without.ShouldBeEmpty();
        ApiContract.ListExampleContradictions().ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_parameter_and_property_says_what_it_means()
    {
        var description = await Description();
        var unexplained = Operations(description)
            .SelectMany(one =>
                Items(one.Operation, "parameters").Where(IsUnexplained).Select(parameter => $"{one.Method} {one.Path} {parameter.GetProperty("name")}")
            )
            .Concat(
                from schema in description.GetProperty("components").GetProperty("schemas").EnumerateObject()
                where schema.Value.TryGetProperty("properties", out _)
                from property in schema.Value.GetProperty("properties").EnumerateObject()
                where IsUnexplained(property.Value)
                select $"{schema.Name}.{property.Name}"
            );

        unexplained.ShouldBeEmpty();
        description.GetRawText().ShouldNotContain("/// ");
    }

    [Fact]
    public async Task Typed_query_parameters_refuse_other_values()
    {
        var app = await TestApplication.Connect(console);
        foreach (var (path, method, operation) in Operations(await Description()).Where(one => one.Method == "get" && !one.Path.Contains('{')))
        foreach (var parameter in Items(operation, "parameters").Where(IsTyped))
        {
            var name = parameter.GetProperty("name").GetString()!;
            var others = Items(operation, "parameters").Where(other => IsRequired(other) && other.GetProperty("name").GetString() != name);
            var query = string.Concat(others.Select(other => $"&{other.GetProperty("name")}={(IsTyped(other) ? "2026-03" : "plan:pro")}"));
            var response = await app.Http.GetAsync($"{path}?{name}=no%20such%20value{query}");

            ((int)response.StatusCode).ShouldBe(400, $"{path}?{name}");
            (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain(name, customMessage: path);
        }
    }

    private static IEnumerable<JsonElement> Bodies(JsonElement operation) =>
        from response in operation.GetProperty("responses").EnumerateObject()
        where response.Name.StartsWith('2') && response.Value.TryGetProperty("content", out _)
        from content in response.Value.GetProperty("content").EnumerateObject()
        where content.Name == "application/json"
        select content.Value;

    private static bool IsTyped(JsonElement parameter) =>
        parameter.GetProperty("schema") is var schema
        && (
            schema.TryGetProperty("enum", out _)
            || IsMonth(schema)
            || schema.TryGetProperty("format", out _)
            || schema.GetProperty("type").GetString() != "string"
        );

    private static bool IsMonth(JsonElement schema) => schema.TryGetProperty("pattern", out var pattern) && pattern.GetString()!.Contains("1[0-2]");

    private static bool IsRequired(JsonElement parameter) => parameter.TryGetProperty("required", out var required) && required.GetBoolean();

    private static bool IsUnexplained(JsonElement item) => !item.TryGetProperty("description", out var text) || text.GetString()!.Length == 0;

    private static IEnumerable<JsonElement> Items(JsonElement operation, string name) =>
        operation.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private async Task<JsonElement> Description()
    {
        using var response = await console.Client.GetAsync("/openapi/v1.json");
        response.IsSuccessStatusCode.ShouldBeTrue(string.Join('\n', ServerErrors.Latest));
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement description) =>
        description
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name, method.Value)));
}
