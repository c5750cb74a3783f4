using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Features;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class ChangePlanLimitsExample : Example
{
    public override string OperationName => "plan.limit";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await CreatePlanExample.Made(stage));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan.limit", run.Lines[0].SubjectId, new { limits = new[] { new { feature = "clients", allows = "7" } } });
        return true;
    }
}
