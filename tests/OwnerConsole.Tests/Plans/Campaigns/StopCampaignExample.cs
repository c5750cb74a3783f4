using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Campaigns;

public sealed class StopCampaignExample : Example
{
    public override string OperationName => "plan_campaign.stop";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StartCampaignExample.Running(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await using var work = await stage.Console.Database.Read();
        var plan = await work.One<string>("select plan_id from campaigns.campaigns where campaign_id = @id", new { id = run.Lines[0].SubjectId });
        await stage.Run("plan_campaign.start", plan!);
        return true;
    }
}
