using System.Diagnostics;
using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Integrations.Webhooks;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class ContractTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> Committed =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("samples"), "*.json", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Contracts")
                .Select(file => Path.GetRelativePath(Repository.PathOf("samples"), file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Committed))]
    public async Task Events_meet_what_the_sample_applications_read(string file)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf("samples", file));
        var sample = EventSamples.Find(Path.GetFileNameWithoutExtension(file));

        var schema = ContractSchema.Read(text, out var problem);

        problem.ShouldBeNull();
        schema!.Check(sample!.Value).ShouldBeEmpty("A change of this event breaks the sample application.");
    }

    [Fact]
    public async Task A_violated_contract_is_reported_with_the_place_in_sample_and_deliveries()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await _app.Post($"/api/v1/tenants/{await _app.Tenant("contract-1")}/suspend", new { cause = "billing" });
        await receiver.Next();
        var delivery = (await _app.Get($"/api/v1/webhook-endpoints/{endpoint}/deliveries")).GetProperty("data")[0].GetProperty("id").GetString();

        await Set(
            endpoint,
            """{"properties": {"data": {"required": ["reason"], "properties": {"cause": {"type": "integer"}, "sequence": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}}}}"""
        );
        var violated = await _app.Get($"{Contracts(endpoint)}/check?deliveries=5");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/webhooks/out/{endpoint}/contracts");
        await Set(endpoint, """{"properties": {"data": {"required": ["cause"]}}}""");
        await Set(endpoint, """{"properties": {"data": {"required": ["cause"]}}}""");
        var met = await _app.Get($"{Contracts(endpoint)}/check");
        var stored = await _app.Get(Contracts(endpoint));
        var (unknown, _) = await Put(endpoint, "tenant.suspend", "{}");
        await _app.Run("webhook_endpoint.set_contract", endpoint, new { event_type = "tenant.suspended" });

        (violated.GetProperty("is_met").GetBoolean(), met.GetProperty("is_met").GetBoolean(), unknown).ShouldBe((false, true, 409));
        met.GetProperty("contracts")[0].GetProperty("messages").GetInt32().ShouldBe(2);
        var found = violated.GetProperty("contracts")[0].GetProperty("violations").EnumerateArray().Select(Place).ToList();
        found.ShouldBe([("sample", "/data"), ("sample", "/data/cause"), (delivery, "/data"), (delivery, "/data/cause")], ignoreOrder: true);
        owner.Page.ShouldContain("4 violations");
        stored.GetProperty("data")[0].GetProperty("schema").GetRawText().ShouldContain("cause");
        (await _app.Get(Contracts(endpoint))).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}""")]
    [InlineData("""{"$ref": "https://schemas.example/event.json"}""")]
    [InlineData("""{"$ref": "#/$defs/none"}""")]
    [InlineData("""{"$dynamicRef": "#x"}""")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-07/schema#"}""")]
    [InlineData("""{"patternProperties": {"^(a+)+$": {}}}""")]
    [InlineData("""{"pattern": "(?=a)b"}""")]
    [InlineData("""{"pattern": "((a{1000}){1000}){1000}"}""")]
    [InlineData("""{"type": "strin"}""")]
    [InlineData("""{"requierd": ["type"]}""")]
    [InlineData("3")]
    [InlineData("""{"type": "object", "type": "object"}""", "invalid")]
    public async Task A_schema_that_can_not_be_checked_safely_is_refused(string schema, string refusal = "bad_schema")
    {
        var endpoint = await Endpoint();

        var (status, code) = await Put(endpoint, "tenant.suspended", schema);

        (status, code).ShouldBe((400, refusal));
    }

    [Fact]
    public async Task Size_and_time_of_a_schema_are_bounded()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        var doubling = Enumerable
            .Range(0, 30)
            .Select(at =>
                $$"""
                    "a{{at}}": {"allOf": [{"$ref": "#/$defs/a{{at + 1}}"}, {"$ref": "#/$defs/a{{at + 1}}"}]}
                    """
            );
        var exponential = $$"""{"$ref": "#/$defs/a0", "$defs": { {{string.Join(',', doubling)}}, "a30": {} } }""";
        var nested =
            $$"""{"$ref": "#/examples/0", "examples": [{{string.Join(',', Enumerable.Range(1, 1_500).Select(at => $$"""{"$ref": "#/examples/{{at}}"}"""))}}, {}]}""";
        var large = $$"""{"description": "{{new string('x', 1_000_000)}}"}""";
        await _app.Post($"/api/v1/tenants/{await _app.Tenant(new string('a', 190) + "!")}/suspend", new { });
        await receiver.Next();

        var (many, tooMany) = await Put(endpoint, "tenant.suspended", exponential);
        var (within, tooDeep) = await Put(endpoint, "tenant.suspended", nested);
        var (big, tooBig) = await Put(endpoint, "tenant.suspended", large);
        var (deep, _) = await Put(endpoint, "tenant.suspended", new string('[', 40) + new string(']', 40));
        await Set(
            endpoint,
            """{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"data": {"properties": {"tenant": {"properties": {"external_id": {"pattern": "^(a+)+$"}}}}}}}"""
        );
        var watch = Stopwatch.StartNew();
        var bomb = await _app.Get($"{Contracts(endpoint)}/check");

        (within, tooDeep).ShouldBe((400, "bad_schema"));
        (many, tooMany, big, tooBig, deep).ShouldBe((400, "bad_schema", 413, "too_large", 400));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        bomb.GetProperty("contracts")[0]
            .GetProperty("violations")
            .EnumerateArray()
            .Select(Place)
            .Select(place => place.Pointer)
            .ShouldBe(["/data/tenant/external_id", "/data/tenant/external_id"]);
    }

    private async Task<string> Endpoint() =>
        (await _app.Run("webhook_endpoint.create", "tnt_platform", new { url = "https://app.example/contracts" })).Created();

    private static string Contracts(string endpoint) => $"/api/v1/webhook-endpoints/{endpoint}/contracts";

    private async Task Set(string endpoint, string schema) => (await Put(endpoint, "tenant.suspended", schema)).Status.ShouldBe(200);

    private async Task<(int Status, string? Code)> Put(string endpoint, string type, string schema)
    {
        var (status, body) = await _app.Send(HttpMethod.Put, $"{Contracts(endpoint)}/{type}", schema);
        return (status, status < 400 ? null : body.GetProperty("code").GetString());
    }

    private static (string? Source, string? Pointer) Place(JsonElement violation) =>
        (violation.GetProperty("source").GetString(), violation.GetProperty("pointer").GetString());
}
