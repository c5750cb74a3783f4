using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Campaigns;

public sealed class StartCampaignExample : Example
{
    public override string OperationName => "plan_campaign.start";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Older(stage));

    public override JsonElement? RefusedInput => Json.Element(new { wave_size = 0 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan_campaign.stop", run.Lines[0].Created!);
        return true;
    }

    /// <returns>The id of a plan with a subscriber on an older version.</returns>
    internal static async Task<string> Older(LawHarness stage)
    {
        var plan = await CreatePlanExample.Made(stage);
        var key = (await stage.App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(element => element.GetProperty("id").GetString() == plan)
            .GetProperty("key")
            .GetString();
        await stage.Run("tenant.change_plan", await stage.Tenant(), new { items = new[] { new { plan = key } } });
        await stage.Run("plan.change", plan, new { price = new { amount = 5900, currency = "USD" } });
        return plan;
    }

    /// <returns>The id of a running campaign.</returns>
    internal static async Task<string> Running(LawHarness stage) => (await stage.Run("plan_campaign.start", await Older(stage))).Lines[0].Created!;
}
