using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Upgrades;

namespace OwnerConsole.Tests.Integrations.Webhooks;

public sealed class ReplayRangeExample : Example
{
    public override string OperationName => "webhook_endpoint.replay_range";

    // The endpoint is added after the event, which no other example causes. A lease holds the lanes, so nothing is sent.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var request = await ApproveUpgradeExample.Asked(stage);
        var from = TimeProvider.System.GetUtcNow();
        await stage.App.Post($"/api/v1/upgrade-requests/{request}/cancel", new { });
        var to = TimeProvider.System.GetUtcNow();
        await stage.Console.WaitForLogSubscribers();
        var made = await stage.Run(
            "webhook_endpoint.create",
            IdGenerator.Platform,
            new { url = $"https://{stage.Word()}.example/events", events = new[] { "upgrade.cancelled" } }
        );
        var endpoint = made.Lines[0].Created!;
        await stage.Force(
            "insert into work.lanes (lane, due, leased_until) select lane, 'infinity', now() + interval '1 hour' from unnest(@lanes) lane",
            ("lanes", new[] { $"hook:{endpoint}", $"replay:{endpoint}" })
        );
        return new(endpoint, Json.Element(new { from, to }));
    }
}
