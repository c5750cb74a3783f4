using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>What subscriptions at Stripe cost becomes MRR and its movements, instead of the estimate from the prices of plans.</summary>
[Slow(14, "Stripe", "Movements")]
public sealed class StripeMrrTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.Open(Mode.Live);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_subscription_replaces_the_estimate_and_every_change_of_it_is_a_movement()
    {
        await _stage.Connect();
        await PlanTests.Create(_stage.App, "pro", "Pro", 9900);
        var tenant = await _stage.App.Since("lumen", "2026-01-01", RevenueReports.Active(("pro", 1)));
        (await _stage.Console.Movements(tenant)).ShouldBe("2026-01-01 new +99");

        var subscription = await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 5000), ("trial_period_days", "14"));
        (await Moved(tenant)).ShouldBe("");

        _stage.Server.Clock.Advance(TimeSpan.FromDays(15));
        (await Moved(tenant)).ShouldBe("new +50 trial");
        await Change(subscription, ("items[0][id]", await Item(subscription)), ("items[0][quantity]", "3"), ("proration_behavior", "none"));
        (await Moved(tenant)).ShouldBe("new +50 trial; expansion +100");
        await Change(subscription, ("pause_collection[behavior]", "void"));
        (await Moved(tenant)).ShouldBe("new +50 trial; expansion +100; churn -150 paused");
        await Change(subscription, ("pause_collection", ""));
        (await Moved(tenant)).ShouldBe("new +50 trial; expansion +100; churn -150 paused; reactivation +150");
        _stage.Server.Clock.Advance(TimeSpan.FromDays(1));
        await _stage.Stripe(HttpMethod.Delete, $"/v1/subscriptions/{subscription}");
        (await Moved(tenant)).ShouldBe("new +50 trial; expansion +100; churn -150 paused; reactivation +150; churn -150 cancelled");
        (await _stage.Console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Subscriptions_that_existed_before_the_connection_have_the_history_that_their_times_tell()
    {
        var (converted, ended, discounted) = (
            await _stage.App.Tenant("converted", "Converted"),
            await _stage.App.Tenant("ended", "Ended"),
            await _stage.App.Tenant("discounted", "Discounted")
        );
        var price = await _stage.Price("Pro", 5000);
        var first = _stage.Server.Clock.Now;
        await _stage.SubscribeTenant(converted, price, ("trial_period_days", "10"));
        var cancelled = await _stage.SubscribeTenant(ended, price);
        var coupon = await _stage.Create("/v1/coupons", ("percent_off", "50"), ("duration", "forever"));
        await _stage.SubscribeTenant(discounted, price, ("discounts[0][coupon]", coupon));
        _stage.Server.Clock.Advance(TimeSpan.FromDays(20));
        await _stage.Stripe(HttpMethod.Delete, $"/v1/subscriptions/{cancelled}");

        await _stage.Connect();
        await _stage.Projected();

        (await _stage.Console.Movements(converted)).ShouldBe($"{first.AddDays(10):yyyy-MM-dd} new +50 trial");
        (await _stage.Console.Movements(ended)).ShouldBe($"{first:yyyy-MM-dd} new +50; {first.AddDays(20):yyyy-MM-dd} churn -50 cancelled");
        (await _stage.Console.Movements(discounted)).ShouldBe($"{first:yyyy-MM-dd} new +25");
    }

    [Fact]
    public async Task MRR_follows_its_customer_to_another_tenant_which_had_an_estimate_before()
    {
        await _stage.Connect();
        await PlanTests.Create(_stage.App, "pro", "Pro", 9900);
        var (wrong, right) = (await _stage.App.Tenant("wrong", "Wrong"), await _stage.App.Since("right", "2026-01-01", RevenueReports.Active(("pro", 1))));
        await _stage.SubscribeTenant(wrong, await _stage.Price("Pro", 5000));
        (await Moved(wrong)).ShouldBe("new +50");
        var customer = (await _stage.App.Get("/api/v1/customers")).GetProperty("data")[0].GetProperty("id").GetString()!;

        await _stage.Stripe(HttpMethod.Post, $"/v1/customers/{customer}", ("metadata[tenant_id]", right));

        (await Moved(wrong)).ShouldBe("");
        (await Moved(right)).ShouldBe("new +50");
        (await _stage.Console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Past_due_subscriptions_and_those_to_be_cancelled_stay_in_MRR_and_are_shown_as_at_risk_and_scheduled_churn()
    {
        await _stage.Connect();
        var (paying, late, leaving) = (
            await _stage.App.Tenant("paying", "Paying"),
            await _stage.App.Tenant("late", "Late"),
            await _stage.App.Tenant("leaving", "Leaving")
        );
        var (monthly, yearly) = (await _stage.Price("Pro", 5000, currency: "usd"), await _stage.Price("Year", 24000, "year", "usd"));
        await _stage.SubscribeTenant(paying, yearly);
        var failing = await _stage.SubscribeTenant(late, monthly);
        var customer = (await _stage.Stripe(HttpMethod.Get, $"/v1/subscriptions/{failing}")).GetProperty("customer").GetString()!;
        await _stage.Create("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{failing}", ("default_payment_method", await _stage.Card(customer)));
        var leaves = await _stage.SubscribeTenant(leaving, monthly);
        _stage.Server.Clock.Advance(TimeSpan.FromDays(32));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{leaves}", ("cancel_at_period_end", "true"));
        await _stage.Projected();

        var metrics = new MetricsClient(_stage.Console, _stage.App);
        (await metrics.Value("mrr.estimated", null)).ShouldBe(12_000);
        (await metrics.Value("mrr.at_risk", null)).ShouldBe(5_000);
        (await metrics.Value("mrr.scheduled_churn", null)).ShouldBe(5_000);
        var owner = await TestBrowser.Join(_stage.Console, "owner");
        await owner.Get("/revenue?by=interval");
        owner.Page.ShouldContain("MRR of subscriptions.");
        owner.Page.ShouldContain("Yearly");
        owner.Page.ShouldNotContain("is estimated");
    }

    /// <summary>Changes happen a day apart, because those within a minute are one movement.</summary>
    private async Task Change(string subscription, params (string Name, string Value)[] form)
    {
        _stage.Server.Clock.Advance(TimeSpan.FromDays(1));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", form);
    }

    private async Task<string> Item(string subscription) =>
        (await _stage.Stripe(HttpMethod.Get, $"/v1/subscriptions/{subscription}")).GetProperty("items").GetProperty("data")[0].GetProperty("id").GetString()!;

    /// <returns>The movements of a tenant without their days.</returns>
    private async Task<string> Moved(string tenant)
    {
        await _stage.Projected();
        var movements = await _stage.Console.Movements(tenant);
        return string.Join("; ", movements.Split("; ").Select(movement => movement[(movement.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }
}
