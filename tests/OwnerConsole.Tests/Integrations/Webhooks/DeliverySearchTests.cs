using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>Deliveries can be found by every filter in both sort orders.</summary>
public sealed class DeliverySearchTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_delivery_is_found_by_tenant_event_endpoint_and_ids()
    {
        await using var receiver = await WebhookReceiver.Start();
        var app = await TestApplication.Connect(console);
        var endpoint = await receiver.Connect(app);
        var (one, two) = (await app.Tenant("sought-1", "Pewter Pottery"), await app.Tenant("sought-2", "Copper Carpets"));
        foreach (var tenant in new[] { one, two })
            await app.Post($"/api/v1/tenants/{tenant}/suspend", new { cause = "billing" });
        await app.Post($"/api/v1/tenants/{one}/reactivate", new { });
        var first = await receiver.Next();
        await receiver.Next();
        await receiver.Next();

        (await Found("pewter")).ShouldBe([$"tenant.reactivated {one}", $"tenant.suspended {one}"]);
        (await Found("SUSPENDED")).ShouldBe([$"tenant.suspended {two}", $"tenant.suspended {one}"]);
        (await Found("suspended&sort=created_at")).ShouldBe([$"tenant.suspended {one}", $"tenant.suspended {two}"]);
        (await Found("suspended&sort=-created_at")).ShouldBe(await Found("suspended"));
        (await Found("127.0.0.1")).Count.ShouldBe(3);
        (await Found(first.Id)).ShouldBe([$"tenant.suspended {one}"]);
        (await Found(two)).ShouldBe([$"tenant.suspended {two}"]);
        (await Found("pewter&event=tenant.suspended")).ShouldBe([$"tenant.suspended {one}"]);
        (await Found("nobody")).ShouldBeEmpty();
        (await Found("%25")).ShouldBeEmpty();
        (await Paged("")).ShouldBe((await Paged("&sort=created_at")).Reverse());
        (await Paged("&q=tenant")).Count.ShouldBe(3);
        (await (await app.Http.GetAsync("/webhooks/out?q=pewter")).Content.ReadAsStringAsync()).ShouldContain("id=\"clear-q\"");
        (await (await app.Http.GetAsync($"/webhooks/out/{endpoint}/export?q=copper&columns=tenant")).Content.ReadAsStringAsync())
            .TrimEnd()
            .Split("\r\n")
            .Length.ShouldBe(2);
        (await app.Send(HttpMethod.Get, $"/api/v1/webhook-endpoints/{endpoint}/deliveries?sort=event")).Status.ShouldBe(400);

        async Task<IReadOnlyList<string>> Found(string text) =>
            [.. (await app.Get($"/api/v1/webhook-endpoints/{endpoint}/deliveries?q={text}")).GetProperty("data").EnumerateArray().Select(Said)];

        async Task<IReadOnlyList<string>> Paged(string query)
        {
            var seen = new List<string>();
            for (var at = ""; ; )
            {
                var page = await app.Get($"/api/v1/webhook-endpoints/{endpoint}/deliveries?limit=1{query}{at}");
                seen.AddRange(page.GetProperty("data").EnumerateArray().Select(Said));
                if (page.GetProperty("next_cursor").GetString() is not { } next)
                    return seen;
                at = $"&cursor={next}";
            }
        }
    }

    [Fact]
    public async Task A_bulk_replay_includes_exactly_the_search_results()
    {
        await using var receiver = await WebhookReceiver.Start();
        var app = await TestApplication.Connect(console);
        var endpoint = await receiver.Connect(app);
        foreach (var number in new[] { 1, 2 })
            await app.Post($"/api/v1/tenants/{await app.Tenant($"again-{number}", $"Again {number}")}/suspend", new { cause = "abuse" });
        await receiver.Next();
        var second = await receiver.Next();
        await app.Await(
            $"/api/v1/work/lanes",
            answer => answer.GetProperty("data").EnumerateArray().All(lane => lane.GetProperty("lane").GetString() != $"hook:{endpoint}")
        );

        var preview = await app.Post("/api/v1/previews", new { operation = "webhook_delivery.replay", query = new { q = "again 2", endpoint } });

        (preview.GetProperty("total").GetInt32(), preview.GetProperty("accepted").GetInt32()).ShouldBe((1, 1));
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        (await receiver.Next()).Id.ShouldBe(second.Id);
    }

    private static string Said(JsonElement row) => $"{row.GetProperty("event").GetString()} {row.GetProperty("tenant_id").GetString()}";
}
