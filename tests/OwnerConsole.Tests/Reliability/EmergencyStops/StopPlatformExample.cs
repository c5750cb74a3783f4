using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.EmergencyStops;

public sealed class StopPlatformExample : Example
{
    public override string OperationName => "platform.stop";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("platform.release", IdGenerator.Platform);
        await stage.Run("platform.stop", IdGenerator.Platform);
        return true;
    }
}
