using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

[Slow(18, "Webhooks")]
public sealed class OutboundTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Both_secrets_verify_for_a_day_after_a_rotation()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);

        var run = await _app.Run("webhook_endpoint.rotate", endpoint);
        await Suspend("out-1");
        var withOld = await receiver.Next();
        await receiver.Trust(run.GetProperty("secret").GetString()!);
        await Suspend("out-2");
        var withNew = await receiver.Next();
        await Force("update webhooks.secrets set signs_until = now() where signs_until is not null");
        await Suspend("out-3");
        var later = await receiver.Next();

        (withOld.Verified, withNew.Verified, later.Verified).ShouldBe((true, true, true));
        (await Signatures(endpoint)).ShouldBe(1);
    }

    [Fact]
    public async Task Undo_of_a_rotation_leaves_only_the_previous_secret()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        var run = await _app.Run("webhook_endpoint.rotate", endpoint);

        await _app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });
        await Suspend("out-4");

        (await receiver.Next()).Verified.ShouldBeTrue();
        (await Signatures(endpoint)).ShouldBe(1);
    }

    [Fact]
    public async Task An_endpoint_receives_only_its_event_types()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await _app.Run("webhook_endpoint.change", endpoint, new { events = new[] { "tenant.reactivated", "member.*" } });

        var tenant = await Suspend("out-5");
        await _app.Post($"/api/v1/tenants/{tenant}/reactivate", new { });

        (await receiver.Next()).Type.ShouldBe("tenant.reactivated");
        (await Deliveries(endpoint)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("tenant suspended")]
    [InlineData("*")]
    [InlineData("tenant.*.x")]
    [InlineData(".tenant")]
    public async Task A_filter_that_could_never_match_is_refused(string word)
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);

        (await Refused("webhook_endpoint.change", endpoint, new { events = new[] { word } })).ShouldBe("not_an_event");
    }

    [Fact]
    public async Task A_410_response_disables_the_endpoint_with_a_run_that_can_be_undone()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "410");
        var endpoint = await receiver.Connect(_app);
        await Suspend("out-6");
        await receiver.Next();

        await Endpoint(endpoint, row => row.TryGetProperty("disabled_for", out var cause) && cause.GetString() == "gone");
        await Suspend("out-7"); // This event is not sent.
        await _console.WaitForLogSubscribers();
        await _app.Run("webhook_endpoint.enable", endpoint);
        await Suspend("out-8");
        var told = await receiver.Next();

        told.Data.GetProperty("tenant").GetProperty("external_id").GetString().ShouldBe("out-8");
        (await Count("select count(*) from core.log where operation = 'webhook_endpoint.disable' and actor = 'system'")).ShouldBe(1);
    }

    [Theory]
    [InlineData("5 days 1 minute", 19, true)]
    [InlineData("5 days 1 minute", 18, false)] // This is the nineteenth failure.
    [InlineData("4 days 23 hours", 500, false)]
    public async Task Five_days_with_only_failures_disable_the_endpoint(string since, int failures, bool disables)
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500,500,500");
        var endpoint = await receiver.Connect(_app);
        await Force(
            $"insert into webhooks.health (tenant_id, endpoint_id, failing_since, failures) values ('tnt_platform', '{endpoint}', now() - interval '{since}', {failures})"
        );

        await Suspend("out-9");
        await Once(endpoint, delivery => delivery.GetProperty("attempts").GetInt32() >= 1);

        if (disables)
            await Endpoint(endpoint, row => row.TryGetProperty("disabled_for", out var cause) && cause.GetString() == "failing");
        else
            (await Endpoint(endpoint, _ => true)).TryGetProperty("disabled_for", out var cause).ShouldBe(cause.ValueKind is JsonValueKind.Null);
    }

    [Fact]
    public async Task A_success_clears_the_failing_state()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500");
        var endpoint = await receiver.Connect(_app);
        await Suspend("out-10");
        await receiver.Next();
        await Endpoint(endpoint, row => row.GetProperty("failing_since").ValueKind is JsonValueKind.String);

        await receiver.Next();

        await Endpoint(endpoint, row => row.GetProperty("failing_since").ValueKind is JsonValueKind.Null);
    }

    [Fact]
    public async Task A_429_response_pauses_deliveries_for_at_least_a_minute()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429/8");
        var endpoint = await receiver.Connect(_app);

        await Suspend("out-11");
        await Once(endpoint, delivery => delivery.GetProperty("attempts").GetInt32() == 1);

        // Retry-After asked for 8 seconds. The delay starts once the response is stored, a moment after the attempt.
        var wait = await Seconds("select extract(epoch from i.due - a.at)::float8 from work.items i cross join webhooks.attempts a where i.attempts = 1");
        wait.ShouldBeInRange(60, 65);
    }

    [Fact]
    public async Task A_replayed_delivery_has_the_same_id_and_every_attempt_is_stored()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await Suspend("out-12");
        var first = await receiver.Next();
        var delivery = await Once(endpoint, delivery => delivery.GetProperty("state").GetString() == "succeeded");

        await _app.Run("webhook_delivery.replay", delivery.GetProperty("id").GetString()!);
        var second = await receiver.Next();

        (second.Verified, second.Id, second.Body.GetRawText()).ShouldBe((true, first.Id, first.Body.GetRawText()));
        (
            await Once(endpoint, delivery => delivery.GetProperty("state").GetString() == "succeeded" && delivery.GetProperty("attempts").GetInt32() == 2)
        ).ShouldNotBe(default);
        (await Count("select count(*) from webhooks.attempts where status = 204")).ShouldBe(2);
        await _app.Run("webhook_endpoint.disable", endpoint);
        (await Refused("webhook_delivery.replay", delivery.GetProperty("id").GetString()!)).ShouldBe("endpoint_inactive");
    }

    [Fact]
    public async Task A_bulk_replay_includes_all_matches_or_those_of_one_endpoint()
    {
        await using var first = await WebhookReceiver.Start();
        await using var second = await WebhookReceiver.Start();
        var (one, other) = (await first.Connect(_app), await second.Connect(_app));
        await Suspend("out-20");
        foreach (var endpoint in new[] { one, other })
            await Once(endpoint, delivery => delivery.GetProperty("state").GetString() == "succeeded");

        var (both, ofOne) = (await Matching("""{"state": "succeeded"}"""), await Matching($$"""{"state": "succeeded", "endpoint": "{{one}}"}"""));

        both.Body.GetProperty("subjects").GetArrayLength().ShouldBe(2);
        var only = ofOne.Body.GetProperty("subjects").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString();
        only.ShouldBe((await Deliveries(one)).ShouldHaveSingleItem().GetProperty("id").GetString());
        (await Matching("""{"mood": "bad"}""")).Status.ShouldBe(400);

        Task<(int Status, JsonElement Body)> Matching(string query) =>
            _app.Send(HttpMethod.Post, "/api/v1/previews", $$$"""{"operation": "webhook_delivery.replay", "query": {{{query}}}, "input": {}}""");
    }

    [Fact]
    public async Task A_test_event_is_signed_has_no_tenant_and_ignores_the_event_types()
    {
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(_app);
        await _app.Run("webhook_endpoint.change", endpoint, new { events = new[] { "member.*" } });

        await _app.Run("webhook_endpoint.test", endpoint);
        var told = await receiver.Next();

        (told.Verified, told.Type, told.Data.GetProperty("endpoint").GetString()).ShouldBe((true, "webhook.test", endpoint));
        (await Deliveries(endpoint)).ShouldHaveSingleItem().GetProperty("tenant_id").GetString().ShouldBe("tnt_platform");
    }

    [Fact]
    public async Task A_delivery_is_dead_after_its_last_attempt_and_a_replay_sends_it()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429,500");
        var endpoint = await receiver.Connect(_app);
        await Suspend("out-13");
        await _app.AwaitFailure(endpoint);
        await FailAttempts(failed: 13);
        var dead = await _app.Await("/api/v1/work/failed", answer => answer.GetProperty("data").GetArrayLength() == 1);
        var given = await Once(endpoint, delivery => delivery.GetProperty("state").GetString() == "failed");

        await _app.Run("work_item.replay", dead.GetProperty("data")[0].GetProperty("id").GetString()!);

        (dead.GetProperty("data")[0].GetProperty("attempts").GetInt32(), dead.GetProperty("data")[0].GetProperty("error").GetString()).ShouldBe(
            (14, "Responded with 500.")
        );
        given.GetProperty("attempts").GetInt32().ShouldBe(2);
        await Once(endpoint, delivery => delivery.GetProperty("state").GetString() == "succeeded");
    }

    [Fact]
    public async Task Events_stay_in_order_when_the_receiver_fails_in_between()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "500,204,500");
        await receiver.Connect(_app);
        var tenant = await Suspend("out-16");
        await _app.Post($"/api/v1/tenants/{tenant}/reactivate", new { });

        var told = new List<WebhookReceiver.ReceivedEvent>();
        while (told.Count(receivedEvent => receivedEvent.Status == 204) < 2)
            told.Add(await receiver.Next());

        told.Select(receivedEvent => (receivedEvent.Type, receivedEvent.Status))
            .ShouldBe([("tenant.suspended", 500), ("tenant.suspended", 204), ("tenant.reactivated", 500), ("tenant.reactivated", 204)]);
    }

    private async Task<string> Suspend(string externalId)
    {
        var tenant = await _app.Tenant(externalId);
        await _app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        return tenant;
    }

    /// <returns>The code of the refusal.</returns>
    private async Task<string?> Refused(string operation, string subject, object? input = null) =>
        (await _app.Preview(operation, [subject], input)).GetProperty("subjects")[0].GetProperty("refusal").GetString();

    /// <summary>Sets the number of failed attempts and makes the next one due.</summary>
    private Task FailAttempts(int failed) =>
        Force(
            $"update work.items set attempts = {failed}, due = now() where lane like 'hook:%'; update work.lanes set due = now(), wakes = wakes + 1 where lane like 'hook:%'; select pg_notify('work', '')"
        );

    private static string Address(string endpoint) => $"/api/v1/webhook-endpoints/{endpoint}/deliveries";

    private async Task<JsonElement[]> Deliveries(string endpoint) => [.. (await _app.Get(Address(endpoint))).GetProperty("data").EnumerateArray()];

    /// <returns>The only delivery of the endpoint, once the condition is true.</returns>
    private async Task<JsonElement> Once(string endpoint, Func<JsonElement, bool> holds) =>
        (await _app.Await(Address(endpoint), answer => answer.GetProperty("data") is var all && all.GetArrayLength() == 1 && holds(all[0]))).GetProperty(
            "data"
        )[0];

    private async Task<JsonElement> Endpoint(string endpoint, Func<JsonElement, bool> holds)
    {
        JsonElement Row(JsonElement answer) => answer.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == endpoint);
        return Row(await _app.Await("/api/v1/webhook-endpoints", answer => holds(Row(answer))));
    }

    private async Task<long> Signatures(string endpoint) =>
        await Count($"select count(*) from webhooks.secrets where endpoint_id = '{endpoint}' and (closed_by is null or signs_until > now())");

    private async Task<long> Count(string sql)
    {
        await using var work = await _console.Database.Read();
        return await work.One<long>(sql);
    }

    private async Task<double> Seconds(string sql)
    {
        await using var work = await _console.Database.Read();
        return await work.One<double>(sql);
    }

    private async Task Force(string sql)
    {
        await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        foreach (var statement in sql.Split(';'))
            work.Defer(statement);
        await work.Commit();
    }
}
