using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

public sealed class RestateMonthExample : Example
{
    private static readonly DateOnly First = new(2020, 1, 1);

    public override string OperationName => "month.restate";

    public override JsonElement? RefusedInput => Input(First.AddYears(100));

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Console.WaitForRevenue();
        await using (var work = await stage.Console.Database.Read())
            if (await work.One<bool>("select not exists (select from movements.closings where closed_by is null)"))
                await stage.Run("month.close", IdGenerator.Platform, new { month = First });
        var (tenant, plan) = (await stage.Tenant(), stage.Word());
        await PlanTests.Create(stage.App, plan, plan, 4900);
        // The application can't report anything about closed months any more, but late data of Stripe can change them.
        await stage.Write(
            """
            update core.lifecycles set lifecycle = 'active', from_at = '2020-01-05' where tenant_id = @tenant and to_at is null;
            update core.plan_items set plan = @plan, from_at = '2020-01-05' where tenant_id = @tenant and to_at is null
            """,
            tenant,
            new { tenant, plan }
        );
        await stage.Console.WaitForRevenue();
        return new(IdGenerator.Platform, Input(First));
    }

    private static JsonElement Input(DateOnly month) =>
        Json.Element(new { month = month.ToString("O", CultureInfo.InvariantCulture), reason = "Two customers were reported late." });
}
