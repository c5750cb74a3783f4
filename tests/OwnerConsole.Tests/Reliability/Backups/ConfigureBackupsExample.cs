using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Backups;

public sealed class ConfigureBackupsExample : Example
{
    private static int s_hour;

    public override string OperationName => "backup.configure";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Settings(stage)));

    public override JsonElement? RefusedInput => Json.Element(new { address = "backups" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("backup.configure", IdGenerator.Platform, Settings(stage));
        return true;
    }

    /// <summary>A bucket on a server that does not exist, so nothing is contacted.</summary>
    private static JsonElement Settings(LawHarness stage) =>
        Json.Element(
            new
            {
                address = $"s3://{stage.Word()}/console?endpoint=https://{stage.Word()}.example",
                key_id = stage.Word(),
                secret = stage.Word(),
                hour = Interlocked.Increment(ref s_hour) % 24,
            }
        );
}
