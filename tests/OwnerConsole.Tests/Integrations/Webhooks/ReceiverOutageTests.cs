using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

/// <summary>A receiver is unreachable for hours (fault 30).</summary>
[Slow(6, "Webhooks")]
public sealed class ReceiverOutageTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const int Missed = 12;

    [Fact]
    public async Task After_an_outage_all_waiting_events_arrive_once_and_in_order()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("outage-1");
        var receiver = await WebhookReceiver.Start();
        var lane = $"hook:{await receiver.Connect(app)}";
        await receiver.DisposeAsync();

        for (var number = 0; number < Missed; number++)
            await app.Post($"/api/v1/tenants/{tenant}/{(number % 2 == 0 ? "suspend" : "reactivate")}", new { });
        await console.WaitForLogSubscribers();
        await Poll.Until(
            async () =>
            {
                // Attempts are seconds apart at first, then 5 minutes and half an hour.
                await Hurry(lane, unlessAttempts: 8);
                return await Is(
                    $"select exists (select from work.items i join work.lanes l using (lane) where lane = '{lane}' and attempts >= 8 and l.due > now() + interval '1 hour')"
                );
            },
            seconds: 120,
            milliseconds: 200
        );
        var othersWait = await Is($"select count(*) = {Missed} and count(*) filter (where attempts > 0) = 1 from work.items where lane = '{lane}'");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/webhooks/out/{lane["hook:".Length..]}");
        await using var back = await WebhookReceiver.Start(port: receiver.Port);
        await Hurry(lane);

        var told = new List<WebhookReceiver.ReceivedEvent>();
        while (told.Count < Missed)
            told.Add(await back.Next());

        othersWait.ShouldBeTrue();
        (owner.Page.Split("queued").Length - 1, owner.Page.Split("will retry").Length - 1).ShouldBe((Missed - 1, 1));
        told.Select(receivedEvent => receivedEvent.Data.GetProperty("sequence").GetInt64()).ShouldBeInOrder();
        told.Select(receivedEvent => receivedEvent.Id).Distinct().Count().ShouldBe(Missed);
    }

    /// <summary>Makes the lane and its first item due.</summary>
    private async Task Hurry(string lane, int unlessAttempts = int.MaxValue)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        if (await work.One<bool>("select exists (select from work.items where lane = @lane and attempts >= @unlessAttempts)", new { lane, unlessAttempts }))
            return;
        await work.Execute("update work.lanes set due = now(), wakes = wakes + 1 where lane = @lane", new { lane });
        await work.Execute("update work.items set due = now() where lane = @lane", new { lane });
        work.WakeWorkers();
        await work.Commit();
    }

    private async Task<bool> Is(string sql)
    {
        await using var work = await console.Database.Read();
        return await work.One<bool>(sql);
    }
}
