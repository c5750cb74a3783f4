using System.IO.Compression;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Api;

/// <summary>The API only grows: a client of the last release works with this one.</summary>
public sealed class BreakingChangesTests
{
    private const string Release = "0.3";

    /// <summary>Amounts and email addresses that were described as always present, although roles can hide them.</summary>
    private static readonly string[] s_hideable =
    [
        "PreviewViewCeiling.minor_units_with_this",
        "TenantSummary.contact_email",
        "TenantView.contact_email",
        "FoundMemberView.email",
        "MergedRecord.email",
        "MemberDetailView.email",
        "MemberView.email",
        "PlanPrice.price",
        "PlanView.price",
        "PlanVersion.price",
        "PlanVersion.monthly",
        "PlanDraft.price",
        "WaveView.mrr_change",
        "NextWaveView.mrr_change",
        "MonthView.opening",
        "MonthView.new",
        "MonthView.expansion",
        "MonthView.reactivation",
        "MonthView.contraction",
        "MonthView.churn",
        "MonthView.adjustment",
        "MonthView.closing",
        "LedgerView.price",
        "Effect.before",
        "Effect.after",
        "FieldChange.before",
        "FieldChange.after",
        "SettingView.value",
        "SettingView.default",
    ];

    /// <summary>Places where the description of 0.3 contradicted the console. The console accepts and sends what it did then.</summary>
    private static readonly string[] s_corrections =
    [
        "TenantReportRequest (request).id: property is now required", // of a row in a bulk report; it always was
        "MemberReportRequest (request).id: property is now required",
        "SubjectReportRequest (request).id: property is now required",
        "OperationEndpointsPreviewRequest (request).input: type is object instead of any", // no other type was accepted
        "CloudEvent (request): type is array instead of object", // a batch always was a list
        "ColumnSample (response).values[]: type is null or string instead of string", // a column of the application's database can be null
        "get /api/v1/log/proof query parameter pos: parameter is now required", // it always was
        .. s_hideable.Select(field => $"{field.Replace(".", " (response).")}: property is no longer always present"),
    ];

    private const string Example = """
        {"paths": {"/a": {
          "get": {
            "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "enum": ["x", "y"]}}],
            "responses": {
              "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/View"}}}},
              "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/View"}}}}}},
          "put": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}},
            "responses": {"200": {}}}},
          "/b": {"get": {"responses": {"200": {}}}}},
        "webhooks": {"tenant.suspended": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}, "responses": {"200": {}}}}},
        "components": {"schemas": {
          "View": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "at": {"type": ["null", "string"], "format": "date-time"}, "count": {"type": "integer"}, "inner": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/View"}]}}},
          "Report": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "kind": {"enum": ["one", "two"]}, "rows": {"type": "array", "items": {"type": "integer"}}}},
          "Event": {"type": "object", "properties": {"type": {"type": "string"}}}}}}
        """;

    [Fact]
    public async Task A_client_of_the_last_release_works_with_this_one()
    {
        await using var packed = new BrotliStream(File.OpenRead(Repository.PathOf("tests", "releases", $"{Release}.openapi.br")), CompressionMode.Decompress);
        var before = await JsonSerializer.DeserializeAsync<JsonElement>(packed);
        var now = JsonSerializer.Deserialize<JsonElement>(
            await File.ReadAllTextAsync(Repository.PathOf("tests", "OwnerConsole.Tests", "Api", "openapi-v1.json"))
        );

        var changes = new BreakingChanges(before, now) { AllowsTypedParameters = true }.Find();

        changes.Except(s_corrections).ShouldBeEmpty();
        s_corrections.Except(changes).ShouldBeEmpty("These corrections are no longer needed.");
    }

    [Theory]
    [InlineData("\"/b\":", "\"/c\":", "/b: path is removed")]
    [InlineData("\"put\": {", "\"post\": {", "put /a: method is removed")]
    [InlineData("\"name\": \"q\"", "\"name\": \"p\"", "get /a query parameter q: parameter is removed")]
    [InlineData("\"in\": \"query\",", "\"in\": \"query\", \"required\": true,", "get /a query parameter q: parameter is now required")]
    [InlineData(
        "\"put\": {",
        "\"put\": {\"parameters\": [{\"name\": \"new\", \"in\": \"header\", \"required\": true}],",
        "put /a header parameter new: new parameter is required"
    )]
    [InlineData("[\"x\", \"y\"]", "[\"x\", \"z\"]", "get /a query parameter q: values are removed: y")]
    [InlineData("\"201\"", "\"202\"", "get /a 201: response is removed")]
    [InlineData("\"count\": {", "\"number\": {", "View (response).count: property is removed")]
    [InlineData("\"count\": {\"type\": \"integer\"}", "\"count\": {\"type\": \"number\"}", "View (response).count: type is number instead of integer")]
    [InlineData(
        "\"count\": {\"type\": \"integer\"}",
        "\"count\": {\"type\": [\"null\", \"integer\"]}",
        "View (response).count: type is integer or null instead of integer"
    )]
    [InlineData("date-time", "date", "View (response).at: format is date instead of date-time")]
    [InlineData("\"required\": [\"id\"], ", "", "View (response).id: property is no longer always present")]
    [InlineData("[\"one\", \"two\"]", "[\"one\"]", "Report (request).kind: values are removed: two")]
    [InlineData("\"required\": [\"name\"]", "\"required\": [\"name\", \"kind\"]", "Report (request).kind: property is now required")]
    [InlineData("\"rows\": {", "\"lines\": {", "Report (request).rows: property is removed")]
    [InlineData("\"items\": {\"type\": \"integer\"}", "\"items\": {\"type\": \"string\"}", "Report (request).rows[]: type is string instead of integer")]
    [InlineData(
        "\"name\": {\"type\": \"string\"}",
        "\"name\": {\"type\": \"string\", \"format\": \"email\"}",
        "Report (request).name: format is email instead of "
    )]
    [InlineData(
        "\"requestBody\": {\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/Report\"",
        "\"requestBody\": {\"content\": {\"text/csv\": {\"schema\": {\"$ref\": \"#/components/schemas/Report\"",
        "put /a request application/json: media type is removed"
    )]
    [InlineData("\"tenant.suspended\"", "\"tenant.paused\"", "webhook tenant.suspended: event is removed")]
    [InlineData("{\"type\": {\"type\": \"string\"}}", "{\"kind\": {\"type\": \"string\"}}", "Event (response).type: property is removed")]
    public void Each_kind_of_break_is_found(string text, string changed, string change) => Changes(text, changed).ShouldBe([change]);

    [Theory]
    [InlineData("\"/b\":", "\"/new\": {\"get\": {\"responses\": {\"200\": {}}}}, \"/b\":")]
    [InlineData("[\"x\", \"y\"]", "[\"x\", \"y\", \"z\"]")]
    [InlineData("\"count\": {", "\"new\": {\"type\": \"string\"}, \"count\": {")]
    [InlineData("\"required\": [\"name\"], ", "")]
    [InlineData("\"rows\": {", "\"new\": {\"type\": \"string\"}, \"rows\": {")]
    [InlineData("\"name\": {\"type\": \"string\"}", "\"name\": {\"type\": [\"null\", \"string\"]}")]
    [InlineData("\"items\": {\"type\": \"integer\"}", "\"items\": {\"type\": \"number\"}")]
    [InlineData("\"required\": [\"id\"]", "\"required\": [\"id\", \"count\"]")]
    public void Additions_break_nothing(string text, string changed) => Changes(text, changed).ShouldBeEmpty();

    private static IReadOnlyList<string> Changes(string text, string changed)
    {
        Example.ShouldContain(text);
        return new BreakingChanges(
            JsonSerializer.Deserialize<JsonElement>(Example),
            JsonSerializer.Deserialize<JsonElement>(Example.Replace(text, changed, StringComparison.Ordinal))
        ).Find();
    }
}
