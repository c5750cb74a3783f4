using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Features;

namespace OwnerConsole.Tests.Tenants.Plans;

public sealed class LimitPlanExample : Example
{
    public override string Of => "plan.limit";

    public override async Task<Given> Given(Stage stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await CreatePlanExample.Made(stage));
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan.limit", run.Lines[0].SubjectId, new { limits = new[] { new { feature = "clients", allows = "7" } } });
        return true;
    }
}
