using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.EmergencyStops;

public sealed class StopPlatformExample : Example
{
    public override string Of => "platform.stop";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("platform.release", IdSource.Platform);
        await stage.Do("platform.stop", IdSource.Platform);
        return true;
    }
}
