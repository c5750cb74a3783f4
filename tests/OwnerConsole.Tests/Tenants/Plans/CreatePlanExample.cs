using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Plans;

public sealed class CreatePlanExample : Example
{
    public override string Of => "plan.create";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, New(stage.Word())));

    public override JsonElement? RefusedInput => New("No Key");

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("plan.change", run.Lines[0].Created!, new { trialDays = 3 });
        return true;
    }

    private static JsonElement New(string key) =>
        Json.Element(
            new
            {
                key,
                name = key,
                price = new { amount = 4900, currency = "USD" },
                trial_days = 14,
            }
        );

    /// <returns>the id of a plan that nobody else uses</returns>
    internal static async Task<string> Made(Stage stage) => (await stage.Do("plan.create", IdSource.Platform, New(stage.Word()))).Lines[0].Created!;

    /// <summary>The plan that the stage's tenants hold and that examples of inputs name.</summary>
    internal static async Task Pro(Stage stage)
    {
        var plans = await stage.App.Get("/api/v1/plans");
        if (plans.GetProperty("data").EnumerateArray().All(plan => plan.GetProperty("key").GetString() != "pro"))
            await stage.Do("plan.create", IdSource.Platform, New("pro"));
    }
}
