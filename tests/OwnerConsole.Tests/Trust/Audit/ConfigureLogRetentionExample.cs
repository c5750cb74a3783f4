using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Audit;

public sealed class ConfigureLogRetentionExample : Example
{
    private static int s_days = 100;

    public override string OperationName => "log_retention.configure";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Days()));

    public override JsonElement? RefusedInput => Json.Element(new { days = 30 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("log_retention.configure", IdGenerator.Platform, Days());
        return true;
    }

    private static JsonElement Days() => Json.Element(new { days = Interlocked.Increment(ref s_days) });
}
