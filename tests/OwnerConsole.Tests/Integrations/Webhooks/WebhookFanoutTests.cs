using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class WebhookFanoutTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_suspension_and_its_undo_are_sent_signed_and_in_order()
    {
        await using var receiver = await WebhookReceiver.Start();
        var app = await TestApplication.Connect(console);
        var endpoint = await receiver.Connect(app);
        var acme = await app.Tenant("told-1");

        var run = await app.Post($"/api/v1/tenants/{acme}/suspend", new { cause = "billing" });
        var suspended = await receiver.Next();
        await app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });
        var reactivated = await receiver.Next();

        suspended.Verified.ShouldBeTrue();
        suspended.Type.ShouldBe("tenant.suspended");
        suspended.Data.GetProperty("cause").GetString().ShouldBe("billing");
        suspended.Data.GetProperty("tenant").GetProperty("external_id").GetString().ShouldBe("told-1");
        reactivated.Verified.ShouldBeTrue();
        reactivated.Type.ShouldBe("tenant.reactivated");
        reactivated.Data.GetProperty("sequence").GetInt64().ShouldBeGreaterThan(suspended.Data.GetProperty("sequence").GetInt64());
        reactivated.Id.ShouldNotBe(suspended.Id);
        await Remove(app, endpoint);
    }

    [Fact]
    public async Task A_failed_delivery_is_retried_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500");
        var app = await TestApplication.Connect(console);
        var endpoint = await receiver.Connect(app);
        await app.Post($"/api/v1/tenants/{await app.Tenant("told-2")}/suspend", new { cause = "abuse" });

        var first = await receiver.Next();
        var second = await receiver.Next();

        first.Status.ShouldBe(500);
        second.Status.ShouldBe(204);
        second.Verified.ShouldBeTrue();
        second.Id.ShouldBe(first.Id);
        await Remove(app, endpoint);
    }

    [Fact]
    public async Task A_new_endpoint_receives_only_later_events_once_and_in_log_order()
    {
        await using var receiver = await WebhookReceiver.Start();
        var crowd = await TenantCrowd.Gather(console, "heard", 60);
        var run = await crowd.Carry(await crowd.Preview("heard"));
        await console.WaitForLogSubscribers();
        var app = await TestApplication.Connect(console);
        var endpoint = await receiver.Connect(app);

        await crowd.Ended(await crowd.Runner.Undo(crowd.Ann, run.RunId, key: null, CancellationToken.None));
        var told = new List<WebhookReceiver.ReceivedEvent>();
        while (told.Count < 60)
            told.Add(await receiver.Next());

        told.ShouldAllBe(receivedEvent => receivedEvent.Verified && receivedEvent.Type == "tenant.reactivated");
        told.Select(receivedEvent => receivedEvent.Data.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
        told.Select(receivedEvent => receivedEvent.Data.GetProperty("tenant").GetProperty("id").GetString()).Order().ShouldBe(crowd.Tenants.Order());
        await Remove(app, endpoint);
    }

    [Fact]
    public async Task A_live_endpoint_receives_no_events_of_test_tenants()
    {
        await using var receiver = await WebhookReceiver.Start();
        var live = await TestApplication.Connect(console);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var endpoint = await receiver.Connect(live);

        await demo.Post($"/api/v1/tenants/{await demo.Tenant("told-3")}/suspend", new { });
        await live.Post($"/api/v1/tenants/{await live.Tenant("told-4")}/suspend", new { });

        (await receiver.Next()).Data.GetProperty("tenant").GetProperty("external_id").GetString().ShouldBe("told-4");
        await Remove(live, endpoint);
    }

    [Theory]
    [InlineData("nonsense", "not_an_address")]
    [InlineData("ftp://example.com/x", "not_an_address")]
    [InlineData("https://user:secret@example.com/", "not_an_address")]
    public async Task An_invalid_address_is_refused(string url, string code)
    {
        var app = await TestApplication.Connect(console);

        var preview = await app.Post(
            "/api/v1/previews",
            new
            {
                operation = "webhook_endpoint.create",
                subjects = new[] { "tnt_platform" },
                input = new { url },
            }
        );

        preview.GetProperty("subjects")[0].GetProperty("refusal").GetString().ShouldBe(code);
    }

    private static async Task Remove(TestApplication app, string endpoint)
    {
        var preview = await app.Post("/api/v1/previews", new { operation = "webhook_endpoint.remove", subjects = new[] { endpoint } });
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
    }
}
