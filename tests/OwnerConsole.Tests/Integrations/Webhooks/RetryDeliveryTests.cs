using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class RetryDeliveryTests : IAsyncLifetime
{
    private TestConsole _console = null!; // set before each test

    private TestApplication _app = null!; // connected before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(_console = await TestConsole.Start());

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task A_retry_sends_a_waiting_delivery_now_and_those_behind_it_follow()
    {
        await using var receiver = await WebhookReceiver.Start(answers: "429/8");
        var endpoint = await receiver.Connect(_app);
        var address = $"/api/v1/webhook-endpoints/{endpoint}/deliveries";
        var tenant = await _app.Tenant("try-1");
        await _app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        await _app.AwaitFailure(endpoint);
        await _app.Post($"/api/v1/tenants/{tenant}/reactivate", new { });
        var both = await _app.Await(address, answer => answer.GetProperty("data").GetArrayLength() == 2);
        var (behind, first) = (both.GetProperty("data")[0].GetProperty("id").GetString()!, both.GetProperty("data")[1].GetProperty("id").GetString()!);
        await Lease("now() + interval '1 hour'"); // No worker sends in the meantime.

        var run = await _app.Run("webhook_delivery.retry", first);
        var (now, again) = (await Wait(), await Refused(first));
        await _app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", new { });
        var later = await Wait();
        var turn = await Refused(behind);
        await Lease("null");
        await _app.Run("webhook_delivery.retry", first);

        (now <= 0, again, later is > 20 and <= 60, turn).ShouldBe((true, "being_sent", true, "not_first_in_queue"));
        foreach (var (type, status) in new[] { ("tenant.suspended", 429), ("tenant.suspended", 204), ("tenant.reactivated", 204) })
            (await receiver.Next()).ShouldSatisfyAllConditions(told => told.Type.ShouldBe(type), told => told.Status.ShouldBe(status));
        await _app.Await(address, answer => answer.GetProperty("data").EnumerateArray().All(row => row.GetProperty("state").GetString() == "succeeded"));
        (await Refused(first)).ShouldBe("not_waiting");
    }

    /// <returns>The code of the refusal.</returns>
    private async Task<string?> Refused(string delivery) =>
        (await _app.Preview("webhook_delivery.retry", [delivery])).GetProperty("subjects")[0].GetProperty("refusal").GetString();

    /// <returns>Seconds until the first item of the lane is due.</returns>
    private async Task<double> Wait()
    {
        await using var work = await _console.Database.Read();
        return await work.One<double>("select extract(epoch from due - now())::float8 from work.items where lane like 'hook:%' order by id limit 1");
    }

    /// <summary>Sets the lease while no worker holds the lane, because a worker that returns it would remove this one.</summary>
    private async Task Lease(string until)
    {
        for (var taken = 0; taken == 0; )
        {
            await using var work = await _console.Database.Write(WriteOrigin.Intake("test"), []);
            taken = await work.Execute(
                $"update work.lanes set leased_until = {until} where lane like 'hook:%' and (leased_until is null or leased_until > now() + interval '30 minutes')"
            );
            await work.Commit();
        }
    }
}
