using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.PlatformSettings;

public sealed class ChangeSettingExample : Example
{
    private static int s_times;

    public override string OperationName => "setting.change";

    /// <remarks>It was chosen before, so that there is a row that goes.</remarks>
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("setting.change", IdGenerator.Platform, Other());
        return new(IdGenerator.Platform, Other());
    }

    public override JsonElement? RefusedInput => Json.Element(new { key = "letters.keep_days", value = 3 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("setting.change", IdGenerator.Platform, Other());
        return true;
    }

    /// <summary>Each time another than before.</summary>
    private static JsonElement Other() => Json.Element(new { key = "letters.keep_days", value = 31 + Interlocked.Increment(ref s_times) % 300 });
}
