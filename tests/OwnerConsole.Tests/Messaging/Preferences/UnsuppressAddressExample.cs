using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Preferences;

public sealed class UnsuppressAddressExample : Example
{
    public override string OperationName => "address.unsuppress";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("address.suppress", await SuppressAddressExample.Member(stage))).Lines[0].Created!);
}
