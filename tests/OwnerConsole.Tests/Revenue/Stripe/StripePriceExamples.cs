using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Stripe;

public sealed class MapPriceExample : Example
{
    public override string OperationName => "stripe_price.map";

    public override JsonElement? RefusedInput => Json.Element(new { plan = "nothing-is-called-this" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Price(stage), Json.Element(new { plan = "pro" }));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("stripe_price.unmap", run.Lines[0].SubjectId);
        return true;
    }

    /// <summary>Adds a price that is mapped to no plan, and the plan pro.</summary>
    internal static async Task<string> Price(LawHarness stage)
    {
        await CreatePlanExample.Pro(stage);
        var price = stage.NewId("prc");
        await stage.Force(
            """
            insert into billing.prices (tenant_id, account_id, id, mode, name, amount, currency, interval, intervals, is_metered, is_active, created_at, synced_at)
            values ('tnt_platform', 'acct_1', @price, 'live', @price, 1234, 'EUR', 'month', 1, false, true, now(), now());
            insert into core.entity_names (id, kind, name) values (@price, 'stripe_price', @price)
            """,
            ("price", price)
        );
        return price;
    }
}

public sealed class UnmapPriceExample : Example
{
    public override string OperationName => "stripe_price.unmap";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var price = await MapPriceExample.Price(stage);
        await stage.Run("stripe_price.map", price, new { plan = "pro" });
        return new(price);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("stripe_price.map", run.Lines[0].SubjectId, new { plan = "pro", version = 1 });
        return true;
    }
}
