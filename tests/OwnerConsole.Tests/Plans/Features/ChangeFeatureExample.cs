using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Features;

public sealed class ChangeFeatureExample : Example
{
    public override string OperationName => "feature.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DeclareFeatureExample.Made(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("feature.change", run.Lines[0].SubjectId, new { allows = "7" });
        return true;
    }
}
