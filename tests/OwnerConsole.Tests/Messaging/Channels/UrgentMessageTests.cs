using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Alerts don't wait behind the broadcasts of a channel, and respect its rate.</summary>
public sealed class UrgentMessageTests(ChannelStage stage) : IClassFixture<ChannelStage>
{
    [Fact]
    public async Task An_alert_is_sent_before_messages_that_wait_and_at_the_rate_of_the_channel()
    {
        var (channel, _) = await stage.Add(
            new
            {
                kind = "slack",
                name = "#ops",
                secret = Vendors.SlackUrl,
                max_per_minute = 60,
            }
        );
        var broadcast = new List<string>();
        foreach (var number in Enumerable.Range(1, 20))
            broadcast.Add(await stage.Send(channel, "News", $"{number}"));
        await Poll.Until(() => !stage.Vendors.Sent.IsEmpty);

        string alert;
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            alert = await stage
                .Console.Services.GetRequiredService<IChannelPoster>()
                .Enqueue("test.text", channel, Json.Element(new { title = "Critical", text = "Website is down." }), work);
            await work.Commit();
        }
        await stage.Await(channel, alert, "sent");

        await using var reading = await stage.Console.Database.Read();
        var waiting = await reading.One<long>(
            "select count(*) from channels.messages where message_id = any(@broadcast) and state = 'waiting'",
            new { broadcast }
        );
        waiting.ShouldBeGreaterThan(8);
        var requests = stage.Vendors.Sent.Select(request => request.At).ToList();
        foreach (var (before, after) in requests.Zip(requests.Skip(1)))
            (after - before).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.8)); // 1 s, without the time of the requests
    }
}
