using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.PlatformSettings;

public sealed class ChangeSettingExample : Example
{
    private static int s_times;

    public override string OperationName => "setting.change";

    /// <remarks>The setting is changed before, so that the run replaces an existing row.</remarks>
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("setting.change", IdGenerator.Platform, Other());
        return new(IdGenerator.Platform, Other());
    }

    public override JsonElement? RefusedInput => Json.Element(new { key = "emails.keep_days", value = 3 });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("setting.change", IdGenerator.Platform, Other());
        return true;
    }

    /// <summary>A value that differs from every earlier one.</summary>
    private static JsonElement Other() => Json.Element(new { key = "emails.keep_days", value = 31 + Interlocked.Increment(ref s_times) % 300 });
}
