using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Features;

namespace OwnerConsole.Tests.Tenants.Plans;

public sealed class DraftPlanExample : Example
{
    public override string Of => "plan.draft";

    public override async Task<Given> Given(Stage stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await CreatePlanExample.Made(stage));
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan.draft", run.Lines[0].SubjectId, new { trialDays = 3 });
        return true;
    }

    /// <returns>the id of a plan of which a version is being written</returns>
    internal static async Task<string> Drafted(Stage stage)
    {
        var plan = await CreatePlanExample.Made(stage);
        await stage.Do("plan.draft", plan, new { trialDays = 7 });
        return plan;
    }
}
