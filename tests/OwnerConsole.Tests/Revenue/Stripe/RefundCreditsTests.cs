using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Entitlements;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A refund voids the unused credits of its payment once Stripe has carried it out, and only then.</summary>
[Slow(15, "Stripe", "Entitlements")]
public sealed class RefundCreditsTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Unused_credits_of_a_payment_are_voided_with_its_refund_and_kept_if_it_is_stopped()
    {
        await LimitedPlatform.Open(_stage.Console);
        var (tenant, other) = (await _stage.App.Tenant("lumen", "Lumen"), await _stage.App.Tenant("other", "Other"));
        await _stage.SubscribeTenant(tenant, await _stage.Price("Credits", 4_900));
        await _stage.Projected();
        var payment = Text(await _stage.One("payments"), "id")!;
        var bought = await Grant(tenant, "50", payment);
        var gift = await Grant(tenant, "7", null);
        var foreign = await Grant(other, "9", null);

        (await Grants(tenant)).Select(row => Text(row, "payment")).ShouldBe([payment, null], ignoreOrder: true);
        var limited = await TestApplication.Connect(_stage.Console, Mode.Live, null, "payment.refund", "operation.read");
        (await limited.Refusal("payment.refund", payment, new { void_credits = true })).ShouldBe("credits_not_permitted");
        (await _stage.App.Refusal("payment.refund", payment, new { void_credits = true, credits = new[] { foreign } })).ShouldBe("unknown_credit");
        var preview = await _stage.App.Preview("payment.refund", [payment], new { void_credits = true });
        preview.GetRawText().ShouldContain("Credits that are unused when Stripe has refunded it are voided");
        var stopped = await _stage.Start("payment.refund", payment, new { amount = "10.00", void_credits = true });
        await _stage.App.Undo(stopped);
        await _stage.EndHold(stopped);
        (await Left(tenant)).ShouldBe(["50", "7"]);

        await Refund(payment, new { amount = "10.00" });
        (await Left(tenant)).ShouldBe(["50", "7"]);
        await Refund(payment, new { amount = "10.00", void_credits = true });
        (await Left(tenant)).ShouldBe(["7"]);
        (await State(tenant, bought)).ShouldBe("voided");
        (await _stage.App.Preview("payment.refund", [payment], new { void_credits = true }))
            .GetRawText()
            .ShouldContain("knows of no unused credits that it bought");
        await Refund(payment, new { void_credits = true, credits = new[] { gift } });
        (await Left(tenant)).ShouldBeEmpty();
        (await Left(other)).ShouldBe(["9"]);
        await using var work = await _stage.Console.Database.Read();
        (await work.One<long>("select count(*) from core.log where event = 'credits.voided' and tenant_id = @tenant", new { tenant })).ShouldBe(2);
    }

    private async Task Refund(string payment, object input)
    {
        var run = await _stage.Start("payment.refund", payment, input);
        await _stage.EndHold(run);
        (await _stage.Ended(run)).GetProperty("state").GetString().ShouldBe("done");
        await _stage.Projected();
    }

    private async Task<string> Grant(string tenant, string amount, string? payment)
    {
        var run = await _stage.App.Run(
            "credit.grant",
            tenant,
            new
            {
                feature = "sessions",
                amount,
                reason = "Bought",
                payment,
            }
        );
        return run.Created();
    }

    private async Task<IReadOnlyList<JsonElement>> Grants(string tenant) =>
        [.. (await _stage.App.Get($"/api/v1/tenants/{tenant}/credits")).GetProperty("data").EnumerateArray()];

    /// <returns>Credits left of each grant that can be spent, in the order in which they are spent.</returns>
    private async Task<string[]> Left(string tenant) =>
        [.. (await Grants(tenant)).Where(row => Text(row, "closed_by") is null).Select(row => Text(row, "left")!)];

    private async Task<string?> State(string tenant, string credit) => Text((await Grants(tenant)).Single(row => Text(row, "id") == credit), "state");

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
