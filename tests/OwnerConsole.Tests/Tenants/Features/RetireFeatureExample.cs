using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Features;

public sealed class RetireFeatureExample : Example
{
    public override string OperationName => "feature.retire";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await DeclareFeatureExample.Made(stage));
}
