using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Entitlements.Credits;

public sealed class GrantCreditsExample : Example
{
    public override string Of => "credit.grant";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                feature = "sessions",
                amount = "-1",
                reason = "A slip of the finger.",
            }
        );

    public override async Task<Given> Given(Stage stage)
    {
        await Sessions(stage);
        return new(await stage.Tenant());
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("credit.void", run.Lines[0].Created!);
        return true;
    }

    internal static async Task Sessions(Stage stage)
    {
        var features = await stage.App.Get("/api/v1/features");
        if (features.GetProperty("data").EnumerateArray().Any(feature => feature.GetProperty("key").GetString() == "sessions"))
            return;
        await stage.Do(
            "feature.declare",
            IdSource.Platform,
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
