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

    private async Task<JsonElement> Endpoint(string endpoint, Func<JsonElement, bool> holds)
    {
        JsonElement Row(JsonElement answer) => answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == endpoint);
        return Row(await _app.Await("/api/v1/webhook-endpoints", answer => holds(Row(answer))));
    }
}
