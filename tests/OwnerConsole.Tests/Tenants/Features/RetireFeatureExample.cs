using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Features;

public sealed class RetireFeatureExample : Example
{
    public override string Of => "feature.retire";

    public override async Task<Given> Given(Stage stage) => new(await DeclareFeatureExample.Made(stage));
}
