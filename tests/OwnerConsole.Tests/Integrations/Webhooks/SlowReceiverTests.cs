using System.Diagnostics;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Integrations.Webhooks;

[Collection(nameof(SerialCollection))]
[Slow(15, "Webhooks", "Lanes")]
public sealed class SlowReceiverTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    private const int Events = 100;

    [Fact]
    public async Task A_slow_receiver_delays_others_by_less_than_a_second_in_99_percent()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("slow-1");
        await using var slow = await WebhookReceiver.Start(delay: 25_000);
        await using var fast = await WebhookReceiver.Start();
        await slow.Connect(app);
        await fast.Connect(app);
        await app.Post($"/api/v1/tenants/{tenant}/suspend", new { });
        await fast.Next();
        await slow.Next(); // It has received the request and does not respond yet.

        var delays = new List<TimeSpan>();
        while (delays.Count < Events)
        {
            await app.Post($"/api/v1/tenants/{tenant}/{(delays.Count % 2 == 0 ? "reactivate" : "suspend")}", new { });
            var decided = Stopwatch.GetTimestamp();
            await fast.Next();
            delays.Add(Stopwatch.GetElapsedTime(decided));
        }

        delays.Order().ElementAt(Events - 2).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }
}
