using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Trials;

public sealed class ResetTrialExample : Example
{
    public override string OperationName => "tenant.reset_trial";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override JsonElement? RefusedInput => Json.Element(new { days = 0 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.extend_trial", run.Lines[0].SubjectId, new { days = 3 });
        return true;
    }
}
