using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

public sealed class RefundCreditsExample : Example
{
    private const string Key = "picture-4711";

    public override string OperationName => "credit.refund";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await GrantCreditsExample.Sessions(stage);
        var tenant = await stage.Tenant();
        await stage.Run("credit.grant", tenant);
        await stage.App.Send(
            HttpMethod.Post,
            LimitedPlatform.Consume,
            Json.Text(LimitedPlatform.Asked(tenant, "sessions", "3")),
            headers: ("Idempotency-Key", Key)
        );
        // This period has ended, because the limit of a current period is recalculated on every change, also by other laws.
        await stage.Write("update entitlements.usage set period_end = now() where tenant_id = @tenant", tenant, new { tenant });
        return new(
            tenant,
            Json.Element(
                new
                {
                    feature = "sessions",
                    amount = "3",
                    key = Key,
                }
            )
        );
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        var credits = await stage.App.Get($"/api/v1/tenants/{run.Lines[0].SubjectId}/credits");
        await stage.Run("credit.void", credits.GetProperty("data")[0].GetProperty("id").GetString()!);
        return true;
    }
}
