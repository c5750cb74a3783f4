using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Integrations.Webhooks;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>URL, delivery order, retries and backlog of an endpoint.</summary>
public sealed class EndpointSettingsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public void Retries_start_after_seconds_and_end_after_three_days()
    {
        var waits = console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == WebhookSender.Kind).RetryPolicy.Delays;

        waits.Take(5).Select(wait => wait.TotalSeconds).ShouldBe([1, 2, 5, 15, 60]);
        waits.Sum(wait => wait.TotalHours).ShouldBeInRange(75, 76);
    }

    [Fact]
    public async Task An_unordered_endpoint_receives_events_in_parallel_despite_failures()
    {
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start(answers: "429", delay: 500);
        var endpoint = await receiver.Connect(app);
        await app.Run("webhook_endpoint.configure", endpoint, new { order = "unordered" });

        await Suspend(app, "unordered-1", "unordered-2", "unordered-3", "unordered-4");
        var sent = await app.Await(Deliveries(endpoint), answer => States(answer).Count(state => state == "succeeded") == 3);

        States(sent).Order().ShouldBe(["pending", "succeeded", "succeeded", "succeeded"]); // A receiver that returned 429 is not called for a minute.
        await console.Until(
            $"""
            select exists (select from webhooks.attempts a join webhooks.attempts b on a.at < b.at and b.at < a.at + a.took_ms * interval '1 ms'
                            where exists (select from webhooks.deliveries d where d.endpoint_id = '{endpoint}' and d.delivery_id = b.delivery_id))
            """
        );
        var waiting = sent.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("state").GetString() == "pending");
        await app.Run("webhook_delivery.retry", waiting.GetProperty("id").GetString()!);
        await app.Await(Deliveries(endpoint), answer => States(answer).All(state => state == "succeeded"));
        await app.Run("webhook_endpoint.remove", endpoint);
    }

    [Fact]
    public async Task A_custom_schedule_is_followed_and_its_last_attempt_is_final()
    {
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start(answers: "500,500,500");
        var endpoint = await receiver.Connect(app);
        await app.Run("webhook_endpoint.configure", endpoint, new { retry = "custom", retry_delays = new[] { "90m", "3h" } });
        await Suspend(app, "custom-1");

        await app.AwaitFailure(endpoint);
        var (first, row) = (await Delay(endpoint), await Endpoint(app, endpoint));
        var delivery = (await app.Get(Deliveries(endpoint))).GetProperty("data")[0].GetProperty("id").GetString()!;
        await app.Run("webhook_delivery.retry", delivery);
        await app.AwaitFailure(endpoint); // the retry reset the count of the lane
        var second = await Delay(endpoint);
        await app.Run("webhook_delivery.retry", delivery);
        await app.Await(Deliveries(endpoint), answer => States(answer).SequenceEqual(["failed"]));

        first.ShouldBeInRange(5_400 * 0.8 - 60, 5_400 * 1.2);
        second.ShouldBeInRange(10_800 * 0.8 - 60, 10_800 * 1.2);
        (row.GetProperty("order").GetString(), row.GetProperty("retry").GetString()).ShouldBe(("ordered", "custom"));
        row.GetProperty("retry_delays").EnumerateArray().Select(delay => delay.GetInt32()).ShouldBe([5_400, 10_800]);
        (row.GetProperty("next_attempt_at").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalHours.ShouldBeInRange(1, 2);
        await app.Run("webhook_endpoint.remove", endpoint);
    }

    [Theory]
    [InlineData(RetryPreset.Standard, "1, 2, 5 and 15 seconds, 1, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours", "3 days 3 hours")]
    [InlineData(RetryPreset.Quick, "1, 2, 5, 15 and 30 seconds, 1 and 2 minutes", "3 minutes 53 seconds")]
    [InlineData(RetryPreset.Patient, "5 seconds, 1, 5 and 30 minutes, 1, 3, 6, 12, 24, 24, 24 and 24 hours", "4 days 22 hours")]
    public void Schedules_are_described_in_words(RetryPreset preset, string delays, string length) =>
        (RetrySchedule.Of(preset).Words, RetrySchedule.Of(preset).LengthWords).ShouldBe((delays, length));

    [Fact]
    public async Task Events_use_the_new_URL_with_the_same_secret_until_undo()
    {
        var app = await TestApplication.Connect(console);
        await using var old = await WebhookReceiver.Start();
        await using var other = await WebhookReceiver.Start();
        var made = await app.Run("webhook_endpoint.create", "tnt_platform", new { url = old.Url });
        var endpoint = made.Created();
        foreach (var receiver in new[] { old, other })
            await receiver.Trust(made.GetProperty("secret").GetString()!);
        var tenant = await app.Tenant("moved-1");

        var run = await app.Run("webhook_endpoint.configure", endpoint, new { url = other.Url });
        await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        var moved = await other.Next();
        var row = await Endpoint(app, endpoint);
        await app.Undo(run);
        await app.Post($"/api/v1/tenants/{tenant}/reactivate", new { });
        var back = await old.Next();

        (moved.Verified, moved.Type, row.GetProperty("url").GetString()).ShouldBe((true, "tenant.suspended", other.Url));
        (back.Verified, back.Type, (await Endpoint(app, endpoint)).GetProperty("url").GetString()).ShouldBe((true, "tenant.reactivated", old.Url));
        await app.Run("webhook_endpoint.remove", endpoint);
    }

    [Theory]
    [InlineData("""{"url": "ftp://app.example/hook"}""", "not_an_address")]
    [InlineData("""{"max_in_flight": 0}""", "bad_max_in_flight")]
    [InlineData("""{"max_in_flight": 51}""", "bad_max_in_flight")]
    [InlineData("""{"order": "ordered", "max_in_flight": 3}""", "order_conflict")]
    [InlineData("""{"retry": "custom"}""", "bad_retry_delays")]
    [InlineData("""{"retry_delays": ["soon"]}""", "bad_retry_delays")]
    [InlineData("""{"retry_delays": ["5m", "25h"]}""", "bad_retry_delays")]
    [InlineData("""{"retry_delays": ["0s"]}""", "bad_retry_delays")]
    [InlineData("""{"retry": "standard", "retry_delays": ["5m"]}""", "no_change")]
    [InlineData("{}", "no_change")]
    public async Task Invalid_settings_are_refused(string input, string code)
    {
        var app = await TestApplication.Connect(console);
        var endpoint = (await app.Run("webhook_endpoint.create", "tnt_platform", new { url = "https://app.example/hook" })).Created();

        var preview = await app.Preview("webhook_endpoint.configure", [endpoint], JsonDocument.Parse(input).RootElement);

        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Pending_deliveries_are_counted_and_a_backlog_needs_attention()
    {
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start(answers: "204,429");
        var endpoint = await receiver.Connect(app);
        await app.Run("webhook_endpoint.test", endpoint);
        await app.Await(Deliveries(endpoint), answer => States(answer).SequenceEqual(["succeeded"]));
        await Suspend(app, "behind-1", "behind-2", "behind-3");
        await app.Await(Deliveries(endpoint), answer => answer.GetRawText().Contains("429", StringComparison.Ordinal));
        await TestCluster.Current.Force(
            console.Options.Connections,
            $"update work.items set requested_at = now() - interval '6 minutes' where lane = 'hook:{endpoint}'; update webhooks.health set failing_since = null"
        );
        var owner = await TestBrowser.Owner(console);

        var row = await Endpoint(app, endpoint);
        await owner.Get("/overview");

        row.GetProperty("waiting").GetInt64().ShouldBe(3);
        (TimeProvider.System.GetUtcNow() - row.GetProperty("oldest_waiting_at").GetDateTimeOffset()).TotalMinutes.ShouldBeInRange(5, 10);
        owner.Page.ShouldContain("127.0.0.1 is behind: 3 deliveries pending.");
        await owner.Get($"/webhooks/out/{endpoint}");
        owner.Page.ShouldContain("in order, one delivery at a time");
        owner.Page.ShouldContain("Standard: after 1, 2, 5 and 15 seconds, 1, 5 and 30 minutes");
        await app.Run("webhook_endpoint.remove", endpoint);
    }

    /// <returns>Seconds until the next attempt.</returns>
    private async Task<double> Delay(string endpoint)
    {
        await using var work = await console.Database.Read();
        return await work.One<double>($"select extract(epoch from due - now())::float8 from work.items where lane = 'hook:{endpoint}'");
    }

    private static async Task Suspend(TestApplication app, params string[] externalIds)
    {
        var tenants = new List<string>();
        foreach (var externalId in externalIds)
            tenants.Add(await app.Tenant(externalId));
        var preview = await app.Preview("tenant.suspend", tenants);
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
    }

    private static string Deliveries(string endpoint) => $"/api/v1/webhook-endpoints/{endpoint}/deliveries";

    private static string[] States(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("state").GetString()!)];

    private static async Task<JsonElement> Endpoint(TestApplication app, string id) =>
        (await app.Get("/api/v1/webhook-endpoints")).GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);
}
