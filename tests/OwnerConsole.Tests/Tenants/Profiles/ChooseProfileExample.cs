using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Profiles;

public sealed class ChooseProfileExample : Example
{
    private static readonly string[] s_profiles = ["bot", "studio", "school", "creative"];
    private static int s_times;

    public override string Of => "profile.choose";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, Other()));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("setting.change", IdSource.Platform, Json.Element(new { key = "label.tenant", value = "guild" }));
        return true;
    }

    /// <summary>Each time another than before.</summary>
    private static JsonElement Other() => Json.Element(new { profile = s_profiles[Interlocked.Increment(ref s_times) % s_profiles.Length] });
}
