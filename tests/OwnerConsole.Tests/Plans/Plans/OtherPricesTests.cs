using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Plans;

/// <summary>A plan has a price for each interval and currency it is sold in, and revenue uses the price that a tenant pays.</summary>
public sealed class OtherPricesTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private TestApplication _app = null!; // set before each test

    public async ValueTask InitializeAsync() => _app = await TestApplication.Connect(console);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Tenants_of_one_plan_can_pay_monthly_yearly_or_in_another_currency()
    {
        var id = await Sold("mixed");

        var monthly = await Reported("mixed-a", Item("mixed"));
        var yearly = await Reported("mixed-b", Item("mixed", "year", "USD"));
        var euros = await Reported("mixed-c", Item("mixed", "month", "EUR", 2));

        (await console.Movements(monthly)).ShouldEndWith("new +10");
        (await console.Movements(yearly)).ShouldEndWith("new +8.33"); // 100 per year.
        (await console.Movements(euros)).ShouldEndWith("new +18");
        var version = (await _app.Get($"/api/v1/plans/{id}/versions")).GetProperty("data")[0];
        version.GetProperty("monthly").EnumerateArray().Select(Format).ShouldBe(["18.00 EUR", "18.33 USD"]);
        (await Listed("mixed")).GetProperty("other_prices").EnumerateArray().Select(FormatPrice).ShouldBe(["100.00 USD year", "9.00 EUR month"]);
        (await CurrentPlan(euros)).ShouldBe("""{"plan":"mixed","quantity":2,"interval":"month","currency":"EUR"}""");
    }

    [Theory]
    [InlineData("month", "CHF", "has an unknown price: unsold has no price in CHF per month.")]
    [InlineData("year", "EUR", "has an unknown price: unsold has no price in EUR per year.")]
    [InlineData("month", "XXX", "must have ISO 4217 currency codes, such as USD.")]
    [InlineData("month", null, "must have both interval and currency, or neither for the plan's default price.")]
    public async Task An_unknown_price_is_rejected_with_a_clear_problem(string interval, string? currency, string says)
    {
        if ((await _app.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().All(plan => plan.GetProperty("key").GetString() != "unsold"))
            await Sold("unsold");

        var (status, problem) = await _app.Send(
            HttpMethod.Put,
            "/api/v1/tenants/ext:unsold-a",
            JsonSerializer.Serialize(new { plan_items = new[] { Item("unsold", interval, currency) } })
        );

        (status, problem.GetProperty("errors").GetProperty("plan_items")[0].GetString()).ShouldBe((400, says));
        (await _app.Send(HttpMethod.Get, "/api/v1/tenants/ext:unsold-a", null)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task An_owner_chooses_a_sold_price_and_empty_fields_keep_it()
    {
        await Sold("chosen");
        var acme = await Reported("chosen-a", Item("chosen"));

        var changed = await _app.Run("tenant.change_plan", acme, Items(Item("chosen", "month", "eur")));
        var more = await _app.Run("tenant.change_plan", acme, Items(Item("chosen", quantity: 3)));
        var counted = await console.Movements(acme);
        var refused = await _app.Refusal("tenant.change_plan", acme, Items(Item("chosen", "year", "EUR")));
        await _app.Undo(more);

        changed.GetProperty("lines")[0].GetProperty("text").GetString().ShouldEndWith("is on chosen in EUR per month.");
        more.GetProperty("lines")[0].GetProperty("text").GetString().ShouldEndWith("is on chosen × 3 in EUR per month.");
        counted.ShouldContain("+27");
        refused.ShouldBe("no_price");
        (await CurrentPlan(acme)).ShouldBe("""{"plan":"chosen","quantity":1,"interval":"month","currency":"EUR"}""");
    }

    [Fact]
    public async Task A_repeated_report_of_the_same_price_keeps_the_owners_change()
    {
        await Sold("again");
        var acme = await Reported("again-a", Item("again", "month", "EUR"));
        await _app.Run("tenant.change_plan", acme, Items(Item("again", quantity: 5)));

        await Reported("again-a", Item("again", "month", "EUR"));
        var stands = await CurrentPlan(acme);
        await Reported("again-a", Item("again", "year", "USD"));

        stands.ShouldBe("""{"plan":"again","quantity":5,"interval":"month","currency":"EUR"}""");
        (await CurrentPlan(acme)).ShouldBe("""{"plan":"again","quantity":1,"interval":"year","currency":"USD"}""");
    }

    [Fact]
    public async Task Dated_reports_record_which_price_was_paid_when()
    {
        await Sold("dated");

        var acme = await _app.Since("dated-a", "2026-01-01", new { lifecycle = "active", plan_items = new[] { Item("dated", "month", "EUR") } });
        await _app.Since("dated-a", "2026-03-01", new { plan_items = new[] { Item("dated", "year", "USD") } });
        await _app.Since("dated-a", "2026-02-01", new { plan_items = new[] { Item("dated", "month", "EUR", 2) } });

        (await console.Movements(acme)).ShouldBe("2026-01-01 new +9; 2026-02-01 expansion +9; 2026-03-01 churn -18 currency; 2026-03-01 new +8.33 currency");
        (await console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrating_all_subscribers_needs_every_paid_price_and_states_MRR_by_currency()
    {
        var id = await Sold("moved");
        await Reported("moved-a", Item("moved"));
        var euros = await _app.Since("moved-b", "2026-01-01", new { lifecycle = "active", plan_items = new[] { Item("moved", "month", "EUR") } });
        await _app.Run("plan.draft", id, new { price = Usd(2000), other_prices = new[] { new { price = Usd(20000), interval = "year" } } });

        var refused = await _app.Refusal("plan.publish", id, new { rollout = "all" });
        await _app.Run("plan.draft", id, new { other_prices = new[] { new { price = new { amount = 1700, currency = "EUR" }, interval = "month" } } });
        var run = await _app.Run("plan.publish", id, new { rollout = "all" });
        var given = await console.Movements(euros);
        await _app.Undo(run);

        refused.ShouldBe("no_price");
        run.GetProperty("lines")[0]
            .GetProperty("text")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain("changes from 9.00 EUR and 10.00 USD to 17.00 EUR and 20.00 USD.");
        given.ShouldEndWith("expansion +8");
        (await console.Movements(euros)).ShouldEndWith("new +9", Case.Sensitive, "the change was undone within the minute");
    }

    [Fact]
    public async Task A_tenant_is_not_migrated_to_a_version_without_its_price()
    {
        var id = await Sold("kept");
        var euros = await Reported("kept-a", Item("kept", "month", "EUR"));
        var dollars = await Reported("kept-b", Item("kept"));
        await _app.Run("plan.draft", id, new { price = Usd(2000), other_prices = Array.Empty<object>() });
        await _app.Run("plan.publish", id);

        var refused = await _app.Refusal("tenant.move_to_current_version", euros, new { plan = "kept" });
        await _app.Run("tenant.move_to_current_version", dollars, new { plan = "kept" });

        refused.ShouldBe("no_price");
        (await console.Movements(euros)).ShouldEndWith("new +9");
        (await console.Movements(dollars)).ShouldContain("+20");
        (await Reported("kept-a", Item("kept", "month", "EUR", 2))).ShouldBe(euros, "its own version has that price");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/tenants/{euros}");
        owner.Page.ShouldContain("at 9.00 EUR a month");
    }

    [Fact]
    public async Task A_subscriber_keeps_its_versions_prices_until_it_reports_another_one()
    {
        var id = (await PlanTests.Create(_app, "older", "older", 1000)).Created();
        var acme = await Reported("older-a", Item("older"));
        await _app.Run("plan.draft", id, new { other_prices = new[] { new { price = new { amount = 1900, currency = "EUR" }, interval = "month" } } });
        await _app.Run("plan.publish", id);

        var refused = await _app.Refusal("tenant.change_plan", acme, Items(Item("older", "month", "EUR")));
        await Reported("older-a", Item("older", "month", "EUR"));

        refused.ShouldBe("no_price");
        var versions = (await _app.Get($"/api/v1/plans/{id}/versions")).GetProperty("data").EnumerateArray();
        versions.Select(version => version.GetProperty("tenants").GetInt64()).ShouldBe([1, 0]);
        versions.First().GetProperty("monthly").EnumerateArray().Select(Format).ShouldBe(["19.00 EUR"]);
    }

    [Theory]
    [InlineData("USD", "month", 500, "price_twice")]
    [InlineData("EURO", "month", 500, "bad_currency")]
    [InlineData("EUR", "month", -1, "bad_price")]
    public async Task An_invalid_price_is_refused_with_its_reason(string currency, string interval, long amount, string code)
    {
        var wrong = new
        {
            key = "wrong",
            name = "Wrong",
            price = Usd(1000),
            other_prices = new[] { new { price = new { amount, currency }, interval } },
        };

        (await _app.Refusal("plan.create", "tnt_platform", wrong)).ShouldBe(code);
    }

    private async Task<string> Sold(string key) =>
        (
            await _app.Run(
                "plan.create",
                "tnt_platform",
                new
                {
                    key,
                    name = key,
                    price = Usd(1000),
                    other_prices = new object[]
                    {
                        new { price = Usd(10000), interval = "year" },
                        new { price = new { amount = 900, currency = "EUR" }, interval = "month" },
                    },
                }
            )
        ).Created();

    private async Task<string> Reported(string tenant, object item) =>
        (await _app.Put($"/api/v1/tenants/ext:{tenant}", new { lifecycle = "active", plan_items = new[] { item } })).GetProperty("id").GetString()!;

    private async Task<string> CurrentPlan(string tenant) =>
        JsonSerializer.Serialize((await _app.Get($"/api/v1/tenants/{tenant}")).GetProperty("plan_items")[0]);

    private async Task<JsonElement> Listed(string key) =>
        (await _app.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Single(plan => plan.GetProperty("key").GetString() == key);

    private static object Items(object item) => new { items = new[] { item } };

    private static object Usd(long amount) => new { amount, currency = "USD" };

    private static Dictionary<string, object> Item(string plan, string? interval = null, string? currency = null, int quantity = 1)
    {
        var item = new Dictionary<string, object>(StringComparer.Ordinal) { ["plan"] = plan, ["quantity"] = quantity };
        if (interval is not null)
            item["interval"] = interval;
        if (currency is not null)
            item["currency"] = currency;
        return item;
    }

    private static string Format(JsonElement money) => new Money(money.GetProperty("amount").GetInt64(), money.GetProperty("currency").GetString()!).ToString();

    private static string FormatPrice(JsonElement price) => $"{Format(price.GetProperty("price"))} {price.GetProperty("interval").GetString()}";
}
