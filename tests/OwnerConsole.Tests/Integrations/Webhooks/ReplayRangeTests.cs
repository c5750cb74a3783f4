using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

[Slow(5, "Webhooks")]
public sealed class ReplayRangeTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_replay_sends_each_event_of_the_period_once_even_if_its_steps_are_repeated()
    {
        await using var receiver = await WebhookReceiver.Start(delay: 250); // four events at a time
        var endpoint = await receiver.Connect(_app);
        var tenants = new List<string>();
        for (var tenant = 0; tenant < 6; tenant++)
            tenants.Add(await _app.Tenant($"replayed-{tenant}"));
        await Suspend(tenants[0]); // before the period
        var before = await receiver.Next();
        var from = TimeProvider.System.GetUtcNow();
        await Suspend(tenants[1]);
        var delivered = await receiver.Next();
        await _app.Await($"/api/v1/webhook-endpoints/{endpoint}/deliveries", answer => States(answer).All(state => state == "succeeded"));
        await _app.Run("webhook_endpoint.disable", endpoint);
        foreach (var tenant in tenants[2..])
            await Suspend(tenant);
        await _app.Post($"/api/v1/tenants/{tenants[2]}/reactivate", new { }); // of another type
        await console.WaitForLogSubscribers();
        await _app.Run("webhook_endpoint.enable", endpoint);
        var period = new { from, to = TimeProvider.System.GetUtcNow() };

        var missed = await _app.Preview("webhook_endpoint.replay_range", [endpoint], period);
        await _app.Run(
            "webhook_endpoint.replay_range",
            endpoint,
            new
            {
                period.from,
                period.to,
                scope = "all",
                events = new[] { "tenant.suspended" },
            }
        );
        var running = await Endpoint(endpoint);
        var again = await _app.Refusal("webhook_endpoint.replay_range", endpoint, period);
        var received = new List<WebhookReceiver.ReceivedEvent>();
        while (received.Count < 5)
        {
            // As after a crash: another worker takes the step and the deliveries over at once.
            await TestCluster.Current.Force(
                console.Options.Connections,
                $"update work.lanes set leased_until = null, due = now(), wakes = wakes + 1 where lane = 'replay:{endpoint}'; update work.items set due = now() where lane = 'replay:{endpoint}'; select pg_notify('work', '')"
            );
            received.Add(await receiver.Next());
        }
        await _app.Await("/api/v1/webhook-endpoints", answer => Row(answer, endpoint).GetProperty("replay").ValueKind is JsonValueKind.Null);
        var rest = await _app.Run("webhook_endpoint.replay_range", endpoint, period);
        var last = await receiver.Next();

        missed.GetProperty("subjects")[0].GetProperty("text").GetString()!.ShouldContain("5 events that it has not received, in about 1 minute");
        (running.GetProperty("replay").GetProperty("found").GetInt32(), again).ShouldBe((5, "already_replaying"));
        received.Select(told => told.Data.GetProperty("tenant").GetProperty("id").GetString()).ShouldBe(tenants[1..]);
        received.ShouldAllBe(told => told.Verified && told.Type == "tenant.suspended");
        (received[0].Id, received[0].Body.GetRawText()).ShouldBe((delivered.Id, delivered.Body.GetRawText()));
        received.ShouldNotContain(told => told.Id == before.Id);
        received.Select(told => told.Id).ShouldBeUnique();
        (last.Type, rest.GetProperty("state").GetString()).ShouldBe(("tenant.reactivated", "done"));
        await _app.Run("webhook_endpoint.remove", endpoint);
    }

    [Fact]
    public async Task Undo_stops_a_replay_and_closes_what_was_not_sent()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "204,204,429");
        var endpoint = await receiver.Connect(_app);
        var from = TimeProvider.System.GetUtcNow();
        foreach (var name in new[] { "stopped-1", "stopped-2" })
        {
            await Suspend(await _app.Tenant(name));
            await receiver.Next();
        }
        await console.WaitForLogSubscribers();
        var address = $"/api/v1/webhook-endpoints/{endpoint}/deliveries";
        var owner = await TestBrowser.Owner(console);
        await _app.Await(address, answer => States(answer).All(state => state == "succeeded"));

        var run = await _app.Run(
            "webhook_endpoint.replay_range",
            endpoint,
            new
            {
                from,
                to = TimeProvider.System.GetUtcNow(),
                scope = "all",
            }
        );
        (await receiver.Next()).Status.ShouldBe(429); // the next attempt is in a minute
        await _app.Await(address, answer => States(answer).All(state => state == "pending"));
        await owner.Get($"/webhooks/out/{endpoint}");
        owner.Page.ShouldContain("2 of 2 events queued");
        owner.Page.ShouldContain($"/operations/{run.GetProperty("id").GetString()}/undo");
        await owner.Get("/webhooks/out");
        owner.Page.ShouldContain("bulk-replay-period");
        await _app.Undo(run);
        await _app.Await(address, answer => States(answer).All(state => state == "succeeded"));

        (await Endpoint(endpoint)).GetProperty("replay").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _app.Refusal("webhook_endpoint.replay_range", endpoint, new { from = Day(1), to = Day(2) })).ShouldBe("nothing_to_replay");
        await owner.Get(
            $"/operations/new?operation=webhook_endpoint.replay_range&subject={endpoint}&from=2020-01-01T00:00Z&to=2020-01-02T00:00Z&back=/webhooks/out"
        );
        owner.Page.ShouldContain("The log has no such events");
        owner.Page.ShouldContain("2020-01-01T00:00Z");
        (await _app.Refusal("webhook_endpoint.replay_range", endpoint, new { from = Day(2), to = Day(1) })).ShouldBe("bad_range");
        await _app.Run("webhook_endpoint.remove", endpoint);

        static DateTimeOffset Day(int day) => new(2020, 1, day, 0, 0, 0, TimeSpan.Zero);
    }

    private Task Suspend(string tenant) => _app.Post($"/api/v1/tenants/{tenant}/suspend", new { });

    private static string[] States(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("state").GetString()!)];

    private async Task<JsonElement> Endpoint(string endpoint) => Row(await _app.Get("/api/v1/webhook-endpoints"), endpoint);

    private static JsonElement Row(JsonElement answer, string endpoint) =>
        answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == endpoint);
}
