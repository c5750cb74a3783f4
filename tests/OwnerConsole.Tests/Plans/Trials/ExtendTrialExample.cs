using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Trials;

public sealed class ExtendTrialExample : Example
{
    public override string OperationName => "tenant.extend_trial";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Run("tenant.reset_trial", tenant, new { days = 14 });
        return new(tenant);
    }

    public override JsonElement? RefusedInput => Json.Element(new { days = 366 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.reset_trial", run.Lines[0].SubjectId, new { days = 30 });
        return true;
    }
}
