using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.PlanItems;

public sealed class ChangeTenantPlanExample : Example
{
    public override string OperationName => "tenant.change_plan";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        return new(await stage.Tenant(), Json.Element(new { items = new[] { new { plan = "pro", quantity = 3 } } }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.change_plan", run.Lines[0].SubjectId, new { items = Array.Empty<object>() });
        return true;
    }
}
