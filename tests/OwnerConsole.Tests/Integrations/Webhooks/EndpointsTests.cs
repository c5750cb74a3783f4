using System.Net;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class EndpointsTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Undo_removes_an_added_endpoint_and_restores_a_removed_one_with_its_secret()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        var added = await _app.Run("webhook_endpoint.create", "tnt_platform", new { url = "https://example.com/hook" });

        await Undo(added);
        var afterUndo = await Listed(_app, "/api/v1/webhook-endpoints");
        await Undo(await _app.Run("webhook_endpoint.remove", endpoint));
        await Suspend("ends-4");

        afterUndo.ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(endpoint);
        (await receiver.Next()).Verified.ShouldBeTrue();
    }

    [Fact]
    public async Task An_endpoint_can_be_removed_only_once()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await _app.Run("webhook_endpoint.remove", endpoint);

        var again = await _app.Post("/api/v1/previews", new { operation = "webhook_endpoint.remove", subjects = new[] { endpoint } });

        again.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe("already_removed");
        (await Should.ThrowAsync<HttpRequestException>(() => _app.Run("webhook_endpoint.remove", endpoint))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Pending_deliveries_of_a_removed_endpoint_fail_immediately()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429");
        var endpoint = await receiver.Connect(_app);
        await Suspend("ends-5");
        await Once(endpoint, delivery => delivery.GetProperty("attempts").GetInt32() == 1); // A receiver that returned 429 is not called for a minute.

        await _app.Run("webhook_endpoint.remove", endpoint);
        var ended = await Once(endpoint, delivery => delivery.GetProperty("state").GetString() != "pending");

        ended.GetProperty("state").GetString().ShouldBe("failed");
        ended.GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Deliveries_of_an_unknown_endpoint_are_not_found() =>
        (await _app.Send(HttpMethod.Get, Deliveries("whe_00000000000000000000000000"))).Status.ShouldBe(404);

    [Fact]
    public async Task A_delivery_with_a_410_response_is_not_retried()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "410");
        var endpoint = await receiver.Connect(_app);
        await Suspend("ends-6");

        var ended = await Once(endpoint, delivery => delivery.GetProperty("attempts").GetInt32() == 1);

        ended.GetProperty("state").GetString().ShouldBe("failed");
        ended.GetProperty("status").GetInt32().ShouldBe(410);
        ended.GetProperty("ended_at").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task An_unreachable_receiver_is_reported_with_a_reason()
    {
        var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await receiver.DisposeAsync();
        await Suspend("ends-7");

        var tried = await Once(endpoint, delivery => delivery.GetProperty("attempts").GetInt32() >= 1);

        tried.GetProperty("state").GetString().ShouldBe("pending");
        tried.GetProperty("fault").GetString()!.ShouldContain("refused");
        (tried.TryGetProperty("status", out var status) && status.ValueKind is JsonValueKind.Number).ShouldBeFalse();
    }

    private static string Deliveries(string endpoint) => $"/api/v1/webhook-endpoints/{endpoint}/deliveries";

    private static async Task<JsonElement[]> Listed(TestApplication app, string address) => [.. (await app.Get(address)).GetProperty("data").EnumerateArray()];

    private async Task<string> Suspend(string externalId)
    {
        var tenant = await _app.Tenant(externalId);
        await _app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        return tenant;
    }

    private Task<JsonElement> Undo(JsonElement run) => _app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });

    /// <returns>The only delivery of the endpoint, once the condition is true.</returns>
    private async Task<JsonElement> Once(string endpoint, Func<JsonElement, bool> holds) =>
        (await _app.Await(Deliveries(endpoint), answer => answer.GetProperty("data") is var all && all.GetArrayLength() == 1 && holds(all[0]))).GetProperty(
            "data"
        )[0];
}
