using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Campaigns;

public sealed class PauseCampaignExample : Example
{
    public override string OperationName => "plan_campaign.pause";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StartCampaignExample.Running(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan_campaign.resume", run.Lines[0].SubjectId);
        return true;
    }
}
