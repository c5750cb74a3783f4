using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Features;

public sealed class ChangeFeatureExample : Example
{
    public override string Of => "feature.change";

    public override async Task<Given> Given(Stage stage) => new(await DeclareFeatureExample.Made(stage));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("feature.change", run.Lines[0].SubjectId, new { allows = "7" });
        return true;
    }
}
