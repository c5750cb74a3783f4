using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Plans;

namespace OwnerConsole.Tests.Tenants.Campaigns;

public sealed class StartCampaignExample : Example
{
    public override string Of => "plan_campaign.start";

    public override async Task<Given> Given(Stage stage) => new(await Older(stage));

    public override JsonElement? RefusedInput => Json.Element(new { wave_size = 0 });

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan_campaign.stop", run.Lines[0].Created!);
        return true;
    }

    /// <returns>the id of a plan of which somebody is on an older version</returns>
    internal static async Task<string> Older(Stage stage)
    {
        var plan = await CreatePlanExample.Made(stage);
        var key = (await stage.App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == plan)
            .GetProperty("key")
            .GetString();
        await stage.Do("tenant.change_plan", await stage.Tenant(), new { items = new[] { new { plan = key } } });
        await stage.Do("plan.change", plan, new { price = new { amount = 5900, currency = "USD" } });
        return plan;
    }

    /// <returns>the id of a campaign that runs</returns>
    internal static async Task<string> Running(Stage stage) => (await stage.Do("plan_campaign.start", await Older(stage))).Lines[0].Created!;
}
