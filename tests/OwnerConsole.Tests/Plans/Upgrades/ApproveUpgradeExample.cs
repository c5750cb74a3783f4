using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Upgrades;

public sealed class ApproveUpgradeExample : Example
{
    public override string OperationName => "upgrade.approve";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Asked(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.change_plan", run.Lines[0].TenantId, new { items = Array.Empty<object>() });
        return true;
    }

    /// <returns>The request of a tenant on Pro for Team.</returns>
    internal static async Task<string> Asked(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        await Team(stage);
        return await Ask(stage, await stage.Tenant());
    }

    internal static async Task<string> Ask(LawHarness stage, string tenant) =>
        (await stage.App.Post($"/api/v1/tenants/{tenant}/upgrade-requests", new { plan = "team", reason = stage.Word() })).GetProperty("id").GetString()!;

    private static async Task Team(LawHarness stage)
    {
        var plans = await stage.App.Get("/api/v1/plans");
        if (plans.GetProperty("data").EnumerateArray().Any(plan => plan.GetProperty("key").GetString() == "team"))
            return;
        await stage.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key = "team",
                name = "Team",
                price = new { amount = 9900, currency = "USD" },
            }
        );
    }
}
