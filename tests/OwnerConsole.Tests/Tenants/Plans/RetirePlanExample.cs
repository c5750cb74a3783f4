using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Plans;

public sealed class RetirePlanExample : Example
{
    public override string Of => "plan.retire";

    public override async Task<Given> Given(Stage stage) => new(await CreatePlanExample.Made(stage));
}
