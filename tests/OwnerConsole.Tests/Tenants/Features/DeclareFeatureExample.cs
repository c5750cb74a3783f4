using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Features;

public sealed class DeclareFeatureExample : Example
{
    public override string Of => "feature.declare";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, New(stage.Word())));

    public override JsonElement? RefusedInput => New("No Key");

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("feature.change", run.Lines[0].Created!, new { allows = "3" });
        return true;
    }

    private static JsonElement New(string key) =>
        Json.Element(
            new
            {
                key,
                name = key,
                kind = "counter",
                unit = "session",
            }
        );

    /// <returns>the id of a feature that nobody else uses</returns>
    internal static async Task<string> Made(Stage stage) => (await stage.Do("feature.declare", IdSource.Platform, New(stage.Word()))).Lines[0].Created!;

    /// <summary>The features that examples of inputs name.</summary>
    internal static async Task Clients(Stage stage)
    {
        var known = (await stage.App.Get("/api/v1/features"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(feature => feature.GetProperty("key").GetString())
            .ToList();
        if (!known.Contains("clients"))
            await stage.Do("feature.declare", IdSource.Platform, New("clients"));
        if (!known.Contains("sso"))
            await stage.Do("feature.declare", IdSource.Platform, new { key = "sso", name = "Single sign-on" });
    }
}
