using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Plans;

public sealed class DiscardDraftExample : Example
{
    public override string Of => "plan.discard_draft";

    public override async Task<Given> Given(Stage stage) => new(await DraftPlanExample.Drafted(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan.draft", run.Lines[0].SubjectId, new { trialDays = 3 });
        return true;
    }
}
