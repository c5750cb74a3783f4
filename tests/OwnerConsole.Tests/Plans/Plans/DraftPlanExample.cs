using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Features;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class DraftPlanExample : Example
{
    public override string OperationName => "plan.draft";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await DeclareFeatureExample.Clients(stage);
        return new(await CreatePlanExample.Made(stage));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan.draft", run.Lines[0].SubjectId, new { trialDays = 3 });
        return true;
    }

    /// <returns>The id of a plan with a draft.</returns>
    internal static async Task<string> Drafted(LawHarness stage)
    {
        var plan = await CreatePlanExample.Made(stage);
        await stage.Run("plan.draft", plan, new { trialDays = 7 });
        return plan;
    }
}
