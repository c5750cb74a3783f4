using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Campaigns;

public sealed class PauseCampaignExample : Example
{
    public override string Of => "plan_campaign.pause";

    public override async Task<Given> Given(Stage stage) => new(await StartCampaignExample.Running(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan_campaign.resume", run.Lines[0].SubjectId);
        return true;
    }
}
