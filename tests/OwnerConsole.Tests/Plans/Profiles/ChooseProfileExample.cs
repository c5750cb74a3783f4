using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Profiles;

/// <summary>Selects a profile other than the current one, among those that change every term. A profile is chosen before, so every term is replaced.</summary>
/// <remarks>The studio profile is left out: it counts sessions from reported data, and the examples of credits need a counter of that name.</remarks>
public sealed class ChooseProfileExample : Example
{
    private static readonly (string Tenant, string Profile)[] s_profiles = [("server", "bot"), ("customer account", "creative")];

    public override string OperationName => "profile.choose";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var chosen = await Chosen(stage);
        if (chosen < 0)
            await stage.Run("profile.choose", IdGenerator.Platform, Json.Element(new { profile = s_profiles[chosen = 0].Profile }));
        return new(IdGenerator.Platform, Json.Element(new { profile = s_profiles[(chosen + 1) % s_profiles.Length].Profile }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("setting.change", IdGenerator.Platform, Json.Element(new { key = "label.tenant", value = "guild" }));
        return true;
    }

    /// <returns>The index of the profile with the current term for tenants; negative if there is none.</returns>
    private static async Task<int> Chosen(LawHarness stage)
    {
        var settings = (await stage.App.Get("/api/v1/settings")).GetProperty("data").EnumerateArray();
        var word = settings.Single(setting => setting.GetProperty("key").GetString() == "label.tenant").GetProperty("value").GetString();
        return Array.FindIndex(s_profiles, profile => profile.Tenant == word);
    }
}
