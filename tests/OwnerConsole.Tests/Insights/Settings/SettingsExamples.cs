using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Insights.Settings;

public sealed class DeclareMeterExample : Example
{
    public override string OperationName => "meter.declare";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, New(stage)));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                key = "events", // The key of a built-in metric.
                name = "Events",
                unit = "event",
                event_type = "any",
            }
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("meter.retire", run.Lines[0].Created!);
        return true;
    }

    internal static JsonElement New(LawHarness stage) =>
        Json.Element(
            new
            {
                key = stage.Word(),
                name = stage.Word(),
                unit = "call",
                event_type = "api.called",
            }
        );
}

public sealed class RetireMeterExample : Example
{
    public override string OperationName => "meter.retire";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("meter.declare", IdGenerator.Platform, DeclareMeterExample.New(stage))).Lines[0].Created!);
}
