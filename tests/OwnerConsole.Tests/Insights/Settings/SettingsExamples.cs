using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Insights.Settings;

public sealed class DeclareMeterExample : Example
{
    public override string Of => "meter.declare";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, New(stage)));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                key = "events", // the console's own number
                name = "Events",
                unit = "event",
                event_type = "any",
            }
        );

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("meter.retire", run.Lines[0].Created!);
        return true;
    }

    internal static JsonElement New(Stage stage) =>
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
    public override string Of => "meter.retire";

    public override async Task<Given> Given(Stage stage) =>
        new((await stage.Do("meter.declare", IdSource.Platform, DeclareMeterExample.New(stage))).Lines[0].Created!);
}
