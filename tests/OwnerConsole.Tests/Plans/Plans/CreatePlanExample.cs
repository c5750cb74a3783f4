using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Plans;

public sealed class CreatePlanExample : Example
{
    public override string OperationName => "plan.create";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, New(stage.Word())));

    public override JsonElement? RefusedInput => New("No Key");

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("plan.change", run.Lines[0].Created!, new { trialDays = 3 });
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

    /// <returns>The id of a new plan.</returns>
    internal static async Task<string> Made(LawHarness stage) => (await stage.Run("plan.create", IdGenerator.Platform, New(stage.Word()))).Lines[0].Created!;

    /// <summary>Creates the plan that the harness's tenants have and that the example inputs name.</summary>
    internal static async Task Pro(LawHarness stage)
    {
        var plans = await stage.App.Get("/api/v1/plans");
        if (plans.GetProperty("data").EnumerateArray().All(plan => plan.GetProperty("key").GetString() != "pro"))
            await stage.Run("plan.create", IdGenerator.Platform, New("pro"));
    }
}
