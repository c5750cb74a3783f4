using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Features;

public sealed class DeclareFeatureExample : Example
{
    public override string OperationName => "feature.declare";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, New(stage.Word())));

    public override JsonElement? RefusedInput => New("No Key");

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("feature.change", run.Lines[0].Created!, new { allows = "3" });
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

    /// <returns>The id of a new feature.</returns>
    internal static async Task<string> Made(LawHarness stage) =>
        (await stage.Run("feature.declare", IdGenerator.Platform, New(stage.Word()))).Lines[0].Created!;

    /// <summary>Declares the features that the example inputs use.</summary>
    internal static async Task Clients(LawHarness stage)
    {
        var known = (await stage.App.Get("/api/v1/features"))
            .GetProperty("data")
            .EnumerateArray()
            .Select(feature => feature.GetProperty("key").GetString())
            .ToList();
        if (!known.Contains("clients"))
            await stage.Run("feature.declare", IdGenerator.Platform, New("clients"));
        if (!known.Contains("sso"))
            await stage.Run("feature.declare", IdGenerator.Platform, new { key = "sso", name = "Single sign-on" });
    }
}
