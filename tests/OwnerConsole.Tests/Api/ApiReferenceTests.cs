using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Api.Reference;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Api;

/// <summary>The reference at /docs/api and the files of the API description.</summary>
public sealed partial class ApiReferenceTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Every_operation_and_event_has_a_page_without_inline_code_that_links_lead_to()
    {
        var index = await Page("/docs/api");
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in Links(index).Where(link => link.StartsWith("/docs/api/", StringComparison.Ordinal) && !link.Contains('#')))
            pages.TryAdd(address, await Page(address));
        foreach (var address in pages.Values.SelectMany(Links).Where(link => link.StartsWith("/docs/api/", StringComparison.Ordinal)).Distinct().ToList())
            if (!pages.ContainsKey(address))
                pages.Add(address, await Page(address));

        var description = await Description();
        var operations = description.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(method => method.Value);
        foreach (var operation in operations)
        {
            var id = operation.GetProperty("operationId").GetString();
            pages.Keys.Count(address => address.EndsWith($"/{id}", StringComparison.Ordinal)).ShouldBe(1, id);
        }
        if (description.TryGetProperty("webhooks", out var hooks))
            hooks.EnumerateObject().Select(hook => $"/docs/api/webhooks/{hook.Name}").Except(pages.Keys).ShouldBeEmpty();
        pages.Values.Append(index).ShouldAllBe(page => !Inline().IsMatch(page));
    }

    [Fact]
    public async Task An_operation_shows_parameters_fields_errors_samples_and_a_form_for_a_test_key()
    {
        var page = await Page("/docs/api/tenants/suspendTenant");

        page.ShouldContain("<h1>Suspend tenant: preview and run it in one call</h1>");
        foreach (var part in (string[])["/api/v1/tenants/{id}/suspend", "Idempotency-Key", "cause", "undo_until", "request_id", "oc_test_"])
            page.ShouldContain(part);
        page.ShouldContain($"curl -fsS -X POST &quot;{console.Address.GetLeftPart(UriPartial.Authority)}/api/v1/tenants/");
        page.ShouldContain("urllib.request");
        page.ShouldContain("HttpMethod.Post");
        page.ShouldContain("data-try=\"/api/v1/tenants/{id}/suspend\" data-method=\"POST\"");
    }

    [Theory]
    [InlineData("Curl sample", "sh", "-c")]
    [InlineData("Node sample", "node", "--input-type=module", "-e")]
    [InlineData("Python sample", "python3", "-c")]
    public async Task A_sample_runs_unchanged(string label, string command, params string[] options)
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        var page = await Page("/docs/api/tenants/putTenant");
        var sample = WebUtility.HtmlDecode(Regex.Match(page, $"aria-label=\"{label}\">([^<]+)</pre>").Groups[1].Value);
        var start = new ProcessStartInfo(command, [.. options, sample])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["KEY"] = app.Key },
        };

        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        output.ShouldContain("\"id\":\"tnt_", Case.Sensitive, sample + await complaint);
    }

    [Fact]
    public async Task A_page_of_the_console_can_send_a_request_with_a_test_key()
    {
        var app = await TestApplication.Connect(console, Mode.Test);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events")
        {
            Content = new StringContent(
                """{"specversion":"1.0","id":"tried","source":"/docs","type":"activity"}""",
                new MediaTypeHeaderValue("application/cloudevents+json")
            ),
            Headers = { Authorization = new("Bearer", app.Key) },
        };
        request.Headers.Add("Origin", console.Address.GetLeftPart(UriPartial.Authority));

        (await console.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_search_finds_operations_by_words_of_their_name_path_and_fields()
    {
        Links(await Page("/docs/api?q=suspend+tenant")).ShouldContain("/docs/api/tenants/suspendTenant");
        Links(await Page("/docs/api?q=" + Uri.EscapeDataString("trial_ends_at"))).ShouldContain("/docs/api/tenants/putTenant");
        (await Page("/docs/api?q=nothing+is+called+this")).ShouldContain("No results for");
        (await console.Client.GetAsync("/docs/api/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await console.Client.GetAsync("/docs/api/tenants/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_description_is_built_once_and_downloaded_as_JSON_and_YAML()
    {
        var json = await console.Client.GetAsync("/openapi/v1.json");
        var yaml = await console.Client.GetAsync("/openapi/v1.yaml");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(json.Headers.ETag!);

        (await console.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        json.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        yaml.Content.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        (await yaml.Content.ReadAsStringAsync()).ShouldContain("operationId: suspendTenant");
        foreach (var answer in new[] { json, yaml })
            answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        var redirect = await console.Client.GetAsync("/openapi");
        redirect.StatusCode.ShouldBe(HttpStatusCode.Found);
        redirect.Headers.Location!.OriginalString.ShouldBe("/docs/api");
    }

    [Fact]
    public async Task Team_members_read_the_reference_inside_the_console_and_others_without_its_navigation()
    {
        var owner = await TestBrowser.Join(console, "owner");
        await owner.Get("/docs/api/tenants/suspendTenant");

        owner.Page.ShouldContain("id=\"side\"");
        (await Page("/docs/api/tenants/suspendTenant")).ShouldNotContain("id=\"side\"");
        await owner.Get("/help");
        Links(owner.Page).ShouldContain("/docs/api");
    }

    [Fact]
    public void References_that_repeat_null_examples_and_choices_are_read_from_any_schema()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(
            """
            {"components": {"schemas": {
              "Node": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": ["null", "string"], "maxLength": 5, "examples": ["ann"]},
                "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
                "parent": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Node"}]},
                "kind": {"$ref": "#/components/schemas/Kind", "description": "Which kind."},
                "any": {}}},
              "Kind": {"enum": ["leaf", "branch", null], "description": "Kinds."},
              "Either": {"oneOf": [{"$ref": "#/components/schemas/Node"}, {"type": "string"}]}}}}
            """
        );
        var reader = new SchemaReader(document);

        var node = reader.Field("", Schema("Node"), isRequired: false);
        var either = reader.Field("", Schema("Either"), isRequired: false);

        node.Fields.Select(field => (field.Name, field.Type, field.IsRequired))
            .ShouldBe([
                ("name", "string or null", true),
                ("children", "array of object", false),
                ("parent", "object or null", false),
                ("kind", "string", false),
                ("any", "any", false),
            ]);
        node.Fields[0].Facts.ShouldBe([("Max length", "5"), ("Example", "ann")]);
        node.Fields[1].Fields.ShouldBeEmpty();
        node.Fields[3].Description.ShouldBe("Which kind.");
        node.Fields[3].Values.ShouldBe(["leaf", "branch"]);
        either.Type.ShouldBe("object or string");
        either.Fields.Single().Fields[0].Name.ShouldBe("name");
        reader.Minimum(Schema("Node")).GetRawText().ShouldBe("""{"name":"ann"}""");

        JsonElement Schema(string name) => JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = $"#/components/schemas/{name}" });
    }

    private async Task<JsonElement> Description() => JsonSerializer.Deserialize<JsonElement>(await console.Client.GetStringAsync("/openapi/v1.json"));

    private async Task<string> Page(string address)
    {
        using var answer = await console.Client.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<string> Links(string page) => Link().Matches(page).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value));

    [GeneratedRegex("<a [^>]*href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("""\sstyle="|<script(?![^>]*nonce=)|<style|\son[a-z]+=" """)]
    private static partial Regex Inline();
}
