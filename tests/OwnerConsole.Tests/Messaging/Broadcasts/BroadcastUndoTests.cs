using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Broadcasts;

/// <summary>An undo restores what was, whatever has changed around it.</summary>
public sealed class BroadcastUndoTests
{
    [Fact]
    public async Task A_change_is_undone_although_its_channel_has_been_removed_since()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var draft = (await app.Run("broadcast.create", IdGenerator.Platform, new { subject = "News", body = "Text" })).Created();
        var slack = new
        {
            kind = "slack",
            name = "#news",
            secret = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        };
        var channel = (await app.Run("channel.add", IdGenerator.Platform, slack)).Created();
        var changed = await app.Run(
            "broadcast.change",
            draft,
            new
            {
                subject = "News",
                body = "Text",
                channels = new[] { channel },
            }
        );
        await app.Run("channel.remove", channel);

        await app.Undo(changed);

        (await app.Get($"/api/v1/broadcasts/{draft}"))
            .GetProperty("channels")
            .EnumerateArray()
            .Select(name => name.GetString())
            .ShouldBe(["email", "in_app"], ignoreOrder: true);
    }
}
