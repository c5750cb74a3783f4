using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Features;

public sealed class RetireFeatureExample : Example
{
    public override string OperationName => "feature.retire";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DeclareFeatureExample.Made(stage));
}
