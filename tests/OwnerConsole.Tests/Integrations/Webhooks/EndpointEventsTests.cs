using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>Event types of an endpoint, and when it counts as connected.</summary>
public sealed class EndpointEventsTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("tenant.nope", "does not exist")]
    [InlineData("tenant.suspend", "Did you mean tenant.suspended?")]
    [InlineData("plan.*", "does not exist")]
    public async Task An_event_that_does_not_exist_is_refused(string word, string says)
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);

        var change = await _app.Preview("webhook_endpoint.change", [endpoint], new { events = new[] { word } });
        var create = await _app.Preview("webhook_endpoint.create", ["tnt_platform"], new { url = "https://example.com/hook", events = new[] { word } });

        foreach (var preview in new[] { change, create })
        {
            preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("unknown_event");
            preview.GetProperty("subjects")[0].GetProperty("text").GetString()!.ShouldContain(says);
        }
    }

    [Fact]
    public async Task An_endpoint_is_connected_once_it_has_accepted_a_delivery()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500");
        var endpoint = await receiver.Connect(_app);
        var before = await Endpoint(endpoint, _ => true);
        await _app.Post($"/api/v1/tenants/{await _app.Tenant("connected")}/suspend", new { });
        await receiver.Next();
        var failing = await Endpoint(endpoint, row => row.GetProperty("failing_since").ValueKind is JsonValueKind.String);
        await receiver.Next();
        var after = await Endpoint(endpoint, row => row.GetProperty("failing_since").ValueKind is JsonValueKind.Null);

        before.GetProperty("delivered_at").ValueKind.ShouldBe(JsonValueKind.Null);
        failing.GetProperty("delivered_at").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("delivered_at").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_test_request_is_signed_and_marked_and_does_not_count_as_a_delivery()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500/7,200");
        var endpoint = await receiver.Connect(_app);
        var owner = await TestBrowser.Owner(console);

        var result = await _app.Post(TestRequests(endpoint), new { payload = new { type = "tenant.suspended", note = "ü" } });
        var byKey = await receiver.Next();
        await owner.Get($"/webhooks/out/{endpoint}/test?event=tenant.trial_changed");
        owner.Page.ShouldContain("\"ends_at\": \"2026-11-20T10:00:00Z\"");
        await owner.Post($"/webhooks/out/{endpoint}/test", ("event", "tenant.trial_changed"), ("payload", "{\r\n  \"type\": \"own\"\r\n}"));
        var byOwner = await receiver.Next();

        (byKey.Verified, byOwner.Verified, byOwner.Type).ShouldBe((true, true, "own"));
        byKey.Id.ShouldStartWith("tst_");
        (result.GetProperty("id").GetString(), result.GetProperty("status").GetInt32()).ShouldBe((byKey.Id, 500));
        result.GetProperty("request_body").GetString().ShouldBe("""{"type":"tenant.suspended","note":"\u00FC"}""");
        Header(result, "request_headers", "webhook-test").ShouldBe("true");
        Header(result, "response_headers", "retry-after").ShouldBe("7");
        owner.Page.ShouldContain(byOwner.Id);
        owner.Page.ShouldContain("webhook-signature");
        (await _app.Get($"/api/v1/webhook-endpoints/{endpoint}/deliveries")).GetProperty("data").GetArrayLength().ShouldBe(0);
        var after = await Endpoint(endpoint, _ => true);
        foreach (var unchanged in new[] { "failing_since", "delivered_at", "waiting" })
            after.GetProperty(unchanged).ValueKind.ShouldBe(JsonValueKind.Null, unchanged);

        await owner.Post($"/webhooks/out/{endpoint}/test", ("event", "tenant.suspended"), ("payload", "{\n\"type\": }"));
        owner.Page.ShouldContain("The payload is not valid JSON: line 2, byte 9.");
        foreach (
            var (body, code) in new[]
            {
                ("{}", "invalid"),
                ("""{"event_type": "nope"}""", "invalid"),
                ($$"""{"payload": "{{new string('x', 262_144)}}"}""", "too_large"),
            }
        )
            (await _app.Send(HttpMethod.Post, TestRequests(endpoint), body)).Body.GetProperty("code").GetString().ShouldBe(code);
    }

    private static string TestRequests(string endpoint) => $"/api/v1/webhook-endpoints/{endpoint}/test-requests";

    private static string Header(JsonElement result, string headers, string name) =>
        result.GetProperty(headers).EnumerateArray().Single(header => header.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;

    private async Task<JsonElement> Endpoint(string endpoint, Func<JsonElement, bool> holds)
    {
        JsonElement Row(JsonElement answer) => answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == endpoint);
        return Row(await _app.Await("/api/v1/webhook-endpoints", answer => holds(Row(answer))));
    }
}
