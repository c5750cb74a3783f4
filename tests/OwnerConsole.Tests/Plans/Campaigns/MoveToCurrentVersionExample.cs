using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Plans.Campaigns;

public sealed class MoveToCurrentVersionExample : Example
{
    public override string OperationName => "tenant.move_to_current_version";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        var plan = (await stage.App.Get("/api/v1/plans"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(element => element.GetProperty("key").GetString() == "pro");
        if (plan.GetProperty("version").GetInt32() == 1)
            await stage.Run("plan.change", plan.GetProperty("id").GetString()!, new { price = new { amount = 5900, currency = "USD" } });
        var tenant = await stage.Tenant();
        await stage.Write("update core.plan_items set taken_at = '2026-01-01' where tenant_id = @tenant", tenant, new { tenant }); // Before the second version existed.
        return new(tenant, Json.Element(new { plan = "pro" }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.change_plan", run.Lines[0].SubjectId, new { items = Array.Empty<object>() });
        return true;
    }
}
