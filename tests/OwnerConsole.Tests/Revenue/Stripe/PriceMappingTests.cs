using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A Stripe price is mapped to a plan by a person, with proposals by name and amount, and unmapped prices show the MRR that has no plan.</summary>
[Slow(10, "Stripe")]
public sealed class PriceMappingTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_plan_is_proposed_by_name_and_amount_if_only_one_qualifies()
    {
        await Plan("pro", "Professional", 4900, year: 49_000);
        await Plan("team", "Team", 9900);
        await Plan("twin-1", "Twin one", 1000);
        await Plan("twin-2", "Twin two", 1000);
        var both = await _stage.Price("professional", 4900);
        var key = await _stage.Price("PRO", 5900);
        var nickname = await _stage.Price("Old name", 100, more: [("nickname", "team")]);
        var amount = await _stage.Price("Yearly", 49000, more: [("recurring[interval_count]", "12")]);
        var otherCurrency = await _stage.Price("Somewhere", 4900, currency: "usd");
        var twins = await _stage.Price("Twin", 1000);
        var stronger = await _stage.Price("Twin two", 1000);
        var metered = await _stage.Price("Calls", 9900, more: [("recurring[usage_type]", "metered")]);
        var once = await Once("Team", "9900");
        await _stage.Projected();

        var rows = await Prices();
        Proposal(rows[both]).ShouldBe(("pro", "name_and_amount", null));
        Proposal(rows[key]).ShouldBe(("pro", "name", "amount"));
        Proposal(rows[nickname]).ShouldBe(("team", "name", "amount"));
        Proposal(rows[amount]).ShouldBe(("pro", "amount", null));
        Proposal(rows[stronger]).ShouldBe(("twin-2", "name_and_amount", null));
        foreach (var none in (string[])[otherCurrency, twins, metered, once])
            Proposal(rows[none]).ShouldBe((null, null, null), rows[none].ToString());
        (await Ids("?mapping=proposed&sort=created_at")).ShouldBe([both, key, nickname, amount, stronger], ignoreOrder: true);
        (await Ids("?mapping=unmapped")).ShouldNotContain(once);
        (await Ids("?interval=one_time")).ShouldBe([once]);
        (await Ids("?usage=metered")).ShouldBe([metered]);
        (await Ids("?currency=USD")).ShouldBe([otherCurrency]);
        (await Ids("?q=ofess")).ShouldBe([both]);
    }

    [Fact]
    public async Task Prices_whose_MRR_has_no_plan_come_first_and_need_attention_until_they_are_mapped()
    {
        await Plan("pro", "Pro", 4900);
        var pro = await _stage.Price("Pro", 4900);
        var seats = await _stage.Price("Seats", 1000);
        await _stage.SubscribeTenant(await _stage.App.Tenant("lumen"), pro, ("items[1][price]", seats), ("items[1][quantity]", "3"));
        var unused = await _stage.Price("Unused", 700);
        await _stage.Projected();

        var listed = await Listed();
        listed.Select(row => row.GetProperty("id").GetString()).ShouldBe([seats, pro, unused], ignoreOrder: true);
        listed[2].GetProperty("id").GetString().ShouldBe(unused);
        (Mrr(listed.Single(row => Text(row, "id") == pro)), Mrr(listed.Single(row => Text(row, "id") == seats))).ShouldBe((4900, 3000));
        listed[0].GetProperty("subscriptions").GetInt64().ShouldBe(1);
        (await Page("/revenue/prices")).ShouldContain("79.00 EUR of MRR is not assigned to a plan (2 prices).");
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get("/overview");
        owner.Page.ShouldContain("2 prices with 79.00 EUR MRR are not mapped to a plan.");

        (await Paged()).ShouldBe(listed.Select(row => Text(row, "id")));
        var file = await Page("/revenue/prices/export?format=csv");
        file.ShouldContain($"{seats},Seats,10.00 EUR,EUR,month,1,false,true,,,,,,,1,30.00,");

        var preview = await _stage.App.Post("/api/v1/previews", new { operation = "stripe_price.map", query = new { mapping = "proposed" } });
        var run = await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        (await Ids("?mapping=mapped")).ShouldBe([pro]);
        (await Ids("")).ShouldBe([seats, unused, pro]); // the mapped price is the oldest
        (await Page("/revenue/prices")).ShouldContain("30.00 EUR of MRR is not assigned to a plan (1 price).");
        (await _stage.App.Refusal("stripe_price.map", pro)).ShouldBe("already_mapped");
        (await _stage.App.Refusal("stripe_price.map", seats)).ShouldBe("no_proposal");

        await _stage.App.Undo(run);
        (await Ids("?mapping=mapped")).ShouldBeEmpty();
        await _stage.App.Run("stripe_price.map", pro, new { plan = "pro" });
        await _stage.App.Run("stripe_price.map", seats, new { plan = "pro" });
        (await Page("/revenue/prices")).ShouldNotContain("is not assigned");
        (await Prices())[seats].GetProperty("plan_difference").GetString().ShouldBe("amount");
        (await Page("/revenue/prices")).ShouldContain("Plan: 49.00 EUR a month");
    }

    [Fact]
    public async Task A_price_is_mapped_to_one_version_or_to_all_and_each_change_can_be_undone()
    {
        var plan = await Plan("pro", "Pro", 4900);
        await _stage.App.Run("plan.draft", plan, new { price = new { amount = 5900, currency = "EUR" } });
        await _stage.App.Run("plan.publish", plan);
        await Plan("team", "Team", 9900);
        var (old, current) = (await _stage.Price("Pro", 4900), await _stage.Price("Pro", 5900));
        await _stage.Projected();

        var rows = await Prices();
        (rows[old].GetProperty("proposed_plan_version").GetInt32(), rows[current].GetProperty("proposed_plan_version").GetInt32()).ShouldBe((1, 2));
        (await _stage.App.Refusal("stripe_price.map", old, new { plan = "nothing" })).ShouldBe("unknown_plan");
        (await _stage.App.Refusal("stripe_price.map", old, new { plan = "pro", version = 3 })).ShouldBe("unknown_version");

        await _stage.App.Run("stripe_price.map", old);
        var change = await _stage.App.Run("stripe_price.map", old, new { plan = "team" });
        Mapping((await Prices())[old]).ShouldBe(("team", null));
        await _stage.App.Undo(change);
        Mapping((await Prices())[old]).ShouldBe(("pro", 1));

        var removal = await _stage.App.Run("stripe_price.unmap", old);
        Mapping((await Prices())[old]).ShouldBe((null, null));
        (await _stage.App.Refusal("stripe_price.unmap", old)).ShouldBe("not_mapped");
        await _stage.App.Undo(removal);
        await _stage.Stripe(HttpMethod.Post, $"/v1/prices/{old}", ("nickname", "Renamed"));
        await _stage.Projected();
        Mapping((await Prices())[old]).ShouldBe(("pro", 1)); // a change in Stripe doesn't undo the decision
    }

    private static (string? Plan, string? By, string? Difference) Proposal(JsonElement row) =>
        (Text(row, "proposed_plan"), Text(row, "proposed_by"), Text(row, "plan_difference"));

    private static (string? Plan, int? Version) Mapping(JsonElement row) =>
        (Text(row, "plan"), row.GetProperty("plan_version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt32() : null);

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static long Mrr(JsonElement row) => row.GetProperty("mrr").GetProperty("amount").GetInt64();

    private async Task<string> Plan(string key, string name, int amount, int? year = null) =>
        (
            await _stage.App.Run(
                "plan.create",
                IdGenerator.Platform,
                new
                {
                    key,
                    name,
                    price = new { amount, currency = "EUR" },
                    other_prices = year is null ? [] : new[] { new { price = new { amount = year, currency = "EUR" }, interval = "year" } },
                }
            )
        ).Created();

    [Fact]
    public async Task Products_with_the_same_id_in_live_and_test_mode_are_kept_apart()
    {
        var product = await _stage.Create("/v1/products", ("id", "pro"), ("name", "Pro"));
        var price = await _stage.Create("/v1/prices", ("product", product), ("currency", "eur"), ("unit_amount", "4900"), ("recurring[interval]", "month"));
        await _stage.Projected();
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                """
                insert into stripe.objects (tenant_id, account_id, object_id, mode, type, read_at, body)
                select tenant_id, account_id, case type when 'price' then 'price_test' else object_id end, 'test', type, clock_timestamp(),
                       body || case type when 'price' then '{"id": "price_test"}' else '{"name": "Sandbox"}' end::jsonb
                  from stripe.objects where object_id in (@product, @price)
                """,
                new { product, price }
            );
            await work.Execute("update stripe.objects set is_projected = false where object_id = @price", new { price });
            await work.Commit();
        }
        await _stage.Projected();

        await using var reading = await _stage.Console.Database.Read();
        var names = await reading.List<string>("select product from billing.prices order by id = @price", new { price });
        names.ShouldBe(["Sandbox", "Pro"]);
    }

    private async Task<string> Once(string product, string amount) =>
        await _stage.Create("/v1/prices", ("product", await _stage.Create("/v1/products", ("name", product))), ("currency", "eur"), ("unit_amount", amount));

    private async Task<IReadOnlyList<JsonElement>> Listed(string query = "") =>
        [.. (await _stage.App.Get($"/api/v1/prices{query}")).GetProperty("data").EnumerateArray()];

    private async Task<IReadOnlyList<string>> Ids(string query) => [.. (await Listed(query)).Select(row => Text(row, "id")!)];

    /// <returns>IDs of all prices, read one per page.</returns>
    private async Task<IReadOnlyList<string?>> Paged()
    {
        var seen = new List<string?>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await _stage.App.Get($"/api/v1/prices?limit=1{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => Text(row, "id")));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        return seen;
    }

    private async Task<IReadOnlyDictionary<string, JsonElement>> Prices() => (await Listed()).ToDictionary(row => Text(row, "id")!, StringComparer.Ordinal);

    private async Task<string> Page(string address) => await (await _stage.App.Http.GetAsync(address)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
}
