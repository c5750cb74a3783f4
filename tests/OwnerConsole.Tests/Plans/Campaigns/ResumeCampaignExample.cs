using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Campaigns;

public sealed class ResumeCampaignExample : Example
{
    public override string OperationName => "plan_campaign.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var campaign = await StartCampaignExample.Running(stage);
        await stage.Run("plan_campaign.pause", campaign);
        return new(campaign);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan_campaign.pause", run.Lines[0].SubjectId);
        return true;
    }
}
