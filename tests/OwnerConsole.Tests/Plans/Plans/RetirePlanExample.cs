using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class RetirePlanExample : Example
{
    public override string OperationName => "plan.retire";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await CreatePlanExample.Made(stage));
}
