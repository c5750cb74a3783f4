using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Channels;

public sealed class AddChannelExample : Example
{
    public override string OperationName => "channel.add";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                kind = "slack",
                name = "News",
                secret = "https://slack.example/hook",
            }
        );

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(ChannelSetup.Slack(stage))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("channel.remove", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeChannelExample : Example
{
    public override string OperationName => "channel.change";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(await ChannelSetup.Add(stage), Json.Element(new { name = "News", max_per_minute = 7 }));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("channel.change", run.Lines[0].SubjectId, new { name = "Other news" });
        return true;
    }
}

public sealed class RemoveChannelExample : Example
{
    public override string OperationName => "channel.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ChannelSetup.Add(stage));
}

public sealed class PauseChannelExample : Example
{
    public override string OperationName => "channel.pause";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ChannelSetup.Add(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("channel.resume", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ResumeChannelExample : Example
{
    public override string OperationName => "channel.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var channel = await ChannelSetup.Add(stage);
        await stage.Run("channel.pause", channel);
        return new(channel);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("channel.pause", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class TestChannelExample : Example
{
    public override string OperationName => "channel.test";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await ChannelSetup.Add(stage));
}

internal static class ChannelSetup
{
    /// <returns>Input of a channel that is never called, because nothing answers in place of Slack.</returns>
    public static object Slack(LawHarness stage) =>
        new
        {
            kind = "slack",
            name = $"#{stage.NewId("news")}",
            secret = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        };

    /// <returns>Id of a channel.</returns>
    public static async Task<string> Add(LawHarness stage) => (await stage.Run("channel.add", IdGenerator.Platform, Slack(stage))).Lines[0].Created!;
}
