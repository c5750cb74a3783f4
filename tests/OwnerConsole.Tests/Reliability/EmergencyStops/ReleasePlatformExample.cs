using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.EmergencyStops;

public sealed class ReleasePlatformExample : Example
{
    public override string OperationName => "platform.release";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("platform.stop", IdGenerator.Platform);
        return new(IdGenerator.Platform);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("platform.stop", IdGenerator.Platform);
        return true;
    }
}
