using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>A changed attribute starts an automation once for each change, and its webhook step sends one event to the chosen endpoint only.</summary>
[Slow(5, "Automations")]
public sealed class AttributeAutomationTests
{
    [Fact]
    public async Task A_change_to_a_value_starts_a_sequence_whose_webhook_reaches_the_chosen_endpoint_once()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var chosen = await WebhookReceiver.Start();
        await using var other = await WebhookReceiver.Start();
        var (endpoint, all) = (await chosen.Connect(app), await other.Connect(app));
        await app.Run("webhook_endpoint.change", endpoint, new { events = new[] { "dunning.resolved" } });
        var acorn = await Report(app, "acorn", new { size = "small", seats = 3 });
        var id = await Create(app, Grown(endpoint));
        await app.Run("automation.enable", id);

        await Report(app, "acorn", new { size = "medium", seats = 30 }); // not to large
        var birch = await Report(app, "birch", new { size = "large" }); // not from small or medium
        await Report(app, "acorn", new { size = "Large" });
        foreach (var _ in Enumerable.Range(0, 2))
            await Task.WhenAll(Run<DateSweep>(console), Run<StepRunner>(console));
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 1);
        var first = await chosen.Next();
        await Report(app, "acorn", new { size = "small" });
        await Report(app, "acorn", new { size = "large" });
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 2);
        var second = await chosen.Next();
        await console.WaitForLogSubscribers();

        (first.Verified, first.Type, first.Data.GetProperty("tenant").GetProperty("id").GetString()).ShouldBe((true, "automation.step_reached", acorn));
        (Text(first.Data, "automation"), Text(first.Data, "trigger"), first.Data.GetProperty("step").GetInt32()).ShouldBe((id, "attribute", 1));
        Text(second.Data, "enrollment").ShouldNotBe(Text(first.Data, "enrollment"));
        (await Deliveries(app, endpoint)).ShouldBe(2);
        (await Deliveries(app, all)).ShouldBe(0);
        (await app.Get($"/api/v1/automations/{id}/enrollments?tenant={birch}")).GetProperty("data").GetArrayLength().ShouldBe(0);
        var simulated = await app.Get($"/api/v1/automations/{id}/simulation");
        simulated.GetProperty("steps")[0].GetProperty("times").GetInt64().ShouldBe(2);
        (await app.Get($"/api/v1/automations/{id}/reach")).GetProperty("starts").GetInt64().ShouldBe(2);
        (await app.Get($"/api/v1/automations/{id}/test?tenant={acorn}")).GetProperty("starts").GetBoolean().ShouldBeTrue();
        Text(await app.Get($"/api/v1/automations/{id}/test?tenant={birch}"), "reason").ShouldBe("no_change");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/messaging/automations/{id}");
        owner.Page.ShouldContain("Attribute size changes from small, medium to large");
        owner.Page.ShouldContain(endpoint);
    }

    [Fact]
    public async Task Changes_before_the_trigger_was_changed_and_during_a_pause_start_nothing()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(app);
        var id = await Create(app, Grown(endpoint));
        await app.Run("automation.enable", id);

        await Report(app, "acorn", new { size = "small" });
        await app.Run(
            "automation.change",
            id,
            new
            {
                name = "Grown",
                attribute = "size",
                steps = Steps(endpoint),
            }
        );
        await Run<DateSweep>(console);
        (await Enrollments()).ShouldBe(0);
        await app.Run("automation.pause", id);
        await Report(app, "acorn", new { size = "medium" });
        await app.Run("automation.resume", id);
        await Run<DateSweep>(console);
        (await Enrollments()).ShouldBe(0);
        await app.Run(
            "automation.change",
            id,
            new
            {
                name = "Size changed",
                attribute = "size",
                steps = Steps(endpoint),
            }
        );
        await Report(app, "acorn", new { size = "large" });
        await Run<DateSweep>(console);
        (await Enrollments()).ShouldBe(1);

        async Task<int> Enrollments() => (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data").GetArrayLength();
    }

    [Fact]
    public async Task Triggers_exclude_each_other_and_an_endpoint_must_exist()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(app);

        (await Error(app, Steps(endpoint), attribute: "size", date: "trial_end")).ShouldContain("but only one of them");
        (await Error(app, Steps(endpoint))).ShouldContain("but only one of them");
        (await Error(app, Steps(endpoint), attribute: new string('a', 101))).ShouldContain("attribute");
        (await Error(app, Steps(""), attribute: "size")).ShouldContain("an endpoint must be selected.");
        (await Error(app, Steps(endpoint), events: ["automation.step_reached"])).ShouldContain("t an event of a tenant");
        (await app.Refusal("automation.create", IdGenerator.Platform, Grown("whe_unknown"))).ShouldBe("endpoint_removed");
        var id = await Create(app, Grown(endpoint));
        await app.Run("webhook_endpoint.remove", endpoint);
        (await app.Refusal("automation.enable", id)).ShouldBe("endpoint_removed");
    }

    [Fact]
    public async Task Previews_warn_of_an_unknown_attribute_and_of_endpoints_that_receive_nothing()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var live = await WebhookReceiver.Start();
        await using var test = await WebhookReceiver.Start();
        var (endpoint, other) = (await live.Connect(app), await test.Connect(app, "test"));

        var unknown = await Sentence("automation.create", IdGenerator.Platform, Grown(endpoint));
        var id = await Create(app, Grown(endpoint));
        await Report(app, "acorn", new { size = "small" });
        var known = await Sentence("automation.enable", id);
        await app.Run("webhook_endpoint.disable", endpoint);
        var disabled = await Sentence("automation.enable", id);
        var changed = await Sentence("automation.change", id, Grown(other));

        unknown.ShouldEndWith("It is off. No tenant has the attribute of the trigger yet.");
        known.ShouldEndWith("in the past 30 days, it would have started 0 times for 0 tenants.");
        disabled.ShouldEndWith("is disabled and receives nothing until it is enabled.");
        changed.ShouldEndWith("receives only events of test tenants.");
        Text((await app.Run("automation.enable", id)).GetProperty("lines")[0], "state").ShouldBe("done");

        async Task<string> Sentence(string operation, string subject, object? input = null) =>
            Text((await app.Preview(operation, [subject], input)).GetProperty("subjects")[0], "text")!;
    }

    private static object[] Steps(string endpoint) => [new { kind = "webhook", endpoint }];

    private static object Grown(string endpoint) =>
        new
        {
            name = "Grown",
            attribute = "size",
            attribute_from = "small, medium",
            attribute_to = "large",
            steps = Steps(endpoint),
        };

    private static async Task<string> Report(TestApplication app, string name, object attributes) =>
        Text(await app.Put($"/api/v1/tenants/ext:{name}", new { name, attributes }), "id")!;

    /// <returns>Number of events of steps that were queued for the endpoint.</returns>
    private static async Task<int> Deliveries(TestApplication app, string endpoint) =>
        (await app.Get($"/api/v1/webhook-endpoints/{endpoint}/deliveries"))
            .GetProperty("data")
            .EnumerateArray()
            .Count(row => Text(row, "event") == "automation.step_reached");

    private static async Task<string> Error(TestApplication app, object[] steps, string? attribute = null, string? date = null, string[]? events = null)
    {
        var input = new
        {
            name = "Wrong",
            attribute,
            date,
            events,
            steps,
        };
        return (await Should.ThrowAsync<HttpRequestException>(() => app.Preview("automation.create", [IdGenerator.Platform], input))).Message;
    }
}
