using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

public sealed class GrantCreditsExample : Example
{
    public override string OperationName => "credit.grant";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                feature = "sessions",
                amount = "-1",
                reason = "A slip of the finger.",
            }
        );

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await Sessions(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("credit.void", run.Lines[0].Created!);
        return true;
    }

    internal static async Task Sessions(LawHarness stage)
    {
        var features = await stage.App.Get("/api/v1/features");
        if (features.GetProperty("data").EnumerateArray().Any(feature => feature.GetProperty("key").GetString() == "sessions"))
            return;
        await stage.Run(
            "feature.declare",
            IdGenerator.Platform,
            new
            {
                key = "sessions",
                name = "Sessions",
                kind = "counter",
                unit = "session",
            }
        );
    }
}
