using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class PublishPlanExample : Example
{
    public override string OperationName => "plan.publish";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DraftPlanExample.Drafted(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan.change", run.Lines[0].SubjectId, new { trialDays = 3 });
        return true;
    }
}
