using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class ChangePlanExample : Example
{
    public override string OperationName => "plan.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await CreatePlanExample.Made(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan.change", run.Lines[0].SubjectId, new { trialDays = 3 });
        return true;
    }
}
