using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Campaigns;

public sealed class ResumeCampaignExample : Example
{
    public override string Of => "plan_campaign.resume";

    public override async Task<Given> Given(Stage stage)
    {
        var campaign = await StartCampaignExample.Running(stage);
        await stage.Do("plan_campaign.pause", campaign);
        return new(campaign);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan_campaign.pause", run.Lines[0].SubjectId);
        return true;
    }
}
