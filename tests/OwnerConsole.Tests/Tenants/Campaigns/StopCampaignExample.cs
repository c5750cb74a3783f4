using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Campaigns;

public sealed class StopCampaignExample : Example
{
    public override string Of => "plan_campaign.stop";

    public override async Task<Given> Given(Stage stage) => new(await StartCampaignExample.Running(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await using var work = await stage.Console.Database.Read();
        var plan = await work.One<string>("select plan_id from campaigns.campaigns where campaign_id = @id", new { id = run.Lines[0].SubjectId });
        await stage.Do("plan_campaign.start", plan!);
        return true;
    }
}
