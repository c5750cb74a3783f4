using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.EmergencyStops;

public sealed class ReleasePlatformExample : Example
{
    public override string Of => "platform.release";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.Do("platform.stop", IdSource.Platform);
        return new(IdSource.Platform);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("platform.stop", IdSource.Platform);
        return true;
    }
}
