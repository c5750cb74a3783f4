using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Ledger;

/// <summary>The ledger lists the purchases of tenants and their current and past plans.</summary>
public sealed class LedgerTests(TestConsole console) : IClassFixture<TestConsole>
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Purchases_and_plans_are_listed_together_newest_first()
    {
        var (app, tenant) = await console.Studio();
        await app.Since(tenant, "2026-02-01", RevenueReports.Active(("ledger_pro", 2)));
        await app.Since(tenant, "2026-03-01", RevenueReports.Active(("ledger_max", 1)));
        await Buy(app, Purchase(tenant, "p1", 1_900, "USD", -2, new { name = "500 credits", member = "anna" }));
        await Buy(
            app,
            Purchase(tenant, "p2", 4_900, "EUR", -1, new { plan = "ledger_max", period = new { from = "2026-03-01T00:00:00Z", to = "2026-04-01T00:00:00Z" } })
        );

        var rows = (await app.Get($"/api/v1/ledger?tenant={tenant}")).GetProperty("data").EnumerateArray().ToList();

        rows.Select(Describe).ShouldBe(["purchase p2", "purchase p1", "plan ledger_max", "plan ledger_pro"]);
        rows[0].GetProperty("price").GetRawText().ShouldBe("""{"amount":4900,"currency":"EUR"}""");
        rows[0].GetProperty("to").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        rows[1].GetProperty("member_id").GetString()!.ShouldStartWith("mbr_");
        rows[1].GetProperty("from").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[2].GetProperty("to").ValueKind.ShouldBe(JsonValueKind.Null);
        rows[3].GetProperty("quantity").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_latest_report_of_a_purchase_wins()
    {
        var (app, tenant) = await console.Studio();
        await Buy(app, Purchase(tenant, "once", 1_000, "USD", -3));

        await Buy(app, Purchase(tenant, "once", 1_200, "USD", -3, new { name = "With tax" }), Purchase(tenant, "once", 1_300, "USD", -3));

        var row = (await app.Get($"/api/v1/ledger?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("price").GetProperty("amount").GetInt64().ShouldBeOneOf(1_200, 1_300); // Both arrive together, so either can be the last one.
    }

    [Fact]
    public async Task Many_purchases_are_paged_and_the_tenant_page_still_opens()
    {
        var (app, tenant) = await console.Studio();
        await Buy(app, [.. Enumerable.Range(1, 12).Select(number => Purchase(tenant, $"many-{number}", 1_000, "USD", -number))]);

        var page = await app.Get($"/api/v1/ledger?tenant={tenant}&kind=purchase&limit=5");
        using var record = await app.Http.GetAsync($"/tenants/{tenant}");

        (page.GetProperty("data").GetArrayLength(), page.GetProperty("total").GetString()).ShouldBe((5, "12"));
        record.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_plan_row_shows_its_price_and_billing_interval()
    {
        var (app, tenant) = await console.Studio();
        await Sells(app, "ledger_paid", "Paid", 4_900);
        await app.Since(tenant, "2026-05-01", RevenueReports.Active(("ledger_paid", 3)));

        var row = (await app.Get($"/api/v1/ledger?tenant={tenant}")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();

        row.GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(3 * 4_900);
        row.GetProperty("paid_each").GetString().ShouldBe("month");
    }

    [Fact]
    public async Task Pages_list_every_row_once_even_with_equal_timestamps()
    {
        var (app, tenant) = await console.Studio();
        await app.Since(tenant, "2026-02-01", RevenueReports.Active(("same_a", 1), ("same_b", 1)));
        var at = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        await Backfill(app, [.. Enumerable.Range(0, 5).Select(number => Purchase(tenant, $"same_{number}", 100, "USD", (at - _now).TotalDays))]);

        var seen = new List<string>();
        string? total = null;
        for (var address = $"/api/v1/ledger?tenant={tenant}&limit=3"; address is not null; )
        {
            var page = await app.Get(address);
            total ??= page.GetProperty("total").GetString();
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(Describe));
            address = page.GetProperty("next_cursor").GetString() is { } cursor ? $"/api/v1/ledger?tenant={tenant}&limit=3&cursor={cursor}" : null;
        }

        var back = (await app.Get($"/api/v1/ledger?tenant={tenant}&sort=at")).GetProperty("data").EnumerateArray().Select(Describe);
        back.Reverse().ShouldBe(seen);
        var (first, rest) = await Halves(app, $"/api/v1/ledger?tenant={tenant}&sort=at&limit=4");
        first.Concat(rest).Reverse().ShouldBe(seen);
        total.ShouldBe("7");
        seen.Order().ShouldBe(["plan same_a", "plan same_b", "purchase same_0", "purchase same_1", "purchase same_2", "purchase same_3", "purchase same_4"]);
    }

    private static async Task<(IReadOnlyList<string> First, IReadOnlyList<string> Second)> Halves(TestApplication app, string address)
    {
        var first = await app.Get(address);
        var rest = await app.Get($"{address}&cursor={first.GetProperty("next_cursor").GetString()}");
        return ([.. first.GetProperty("data").EnumerateArray().Select(Describe)], [.. rest.GetProperty("data").EnumerateArray().Select(Describe)]);
    }

    [Theory]
    [InlineData("kind=plan", "plan of_kind")]
    [InlineData("kind=purchase", "purchase of_filter, purchase of_nothing")]
    [InlineData("plan=of_kind", "purchase of_filter, plan of_kind")]
    [InlineData("q=of_nothing", "purchase of_nothing")]
    [InlineData("q=of_not", "")]
    [InlineData("q=%25", "")]
    public async Task The_ledger_can_be_filtered(string query, string expected)
    {
        var (app, tenant) = await console.Studio();
        await app.Since(tenant, "2026-02-01", RevenueReports.Active(("of_kind", 1)));
        await Buy(app, Purchase(tenant, "of_filter", 100, "USD", -1, new { plan = "of_kind" }), Purchase(tenant, "of_nothing", 100, "USD", -2));

        var rows = (await app.Get($"/api/v1/ledger?tenant={tenant}&{query}")).GetProperty("data").EnumerateArray();

        string.Join(", ", rows.Select(Describe)).ShouldBe(expected);
    }

    [Fact]
    public async Task The_ledger_is_searched_by_tenant_name_within_the_keys_scope()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("bought-by-name", "Quartz Quilting");
        await Buy(app, Purchase(tenant, "q1", 100, "USD", -1));
        var demo = await TestApplication.Connect(console, Mode.Test);
        var other = await TestApplication.Connect(console, onlyTenant: (await console.Studio()).Tenant);
        var poor = await TestApplication.Connect(console, scopes: "tenant.read");

        (await app.Get("/api/v1/ledger?q=quartz")).GetProperty("data").EnumerateArray().Select(Describe).ShouldBe(["purchase q1"]);
        foreach (var stranger in new[] { demo, other })
            (await stranger.Get("/api/v1/ledger?q=quartz")).GetProperty("data").GetArrayLength().ShouldBe(0);
        (await poor.Http.GetAsync(new Uri("/api/v1/ledger", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("kind=refund")]
    [InlineData("cursor=abc")]
    [InlineData("cursor=WyJzb29uIiwiYSIsImIiLCJjIl0")]
    [InlineData("sort=amount")]
    public async Task An_invalid_query_is_rejected(string query) =>
        (await (await TestApplication.Connect(console)).Send(HttpMethod.Get, $"/api/v1/ledger?{query}")).Status.ShouldBe(400);

    [Fact]
    public async Task The_page_and_the_export_show_the_same_rows()
    {
        var (app, tenant) = await console.Studio();
        await Buy(app, Purchase(tenant, "=1+1", 1_900, "JPY", -1, new { name = "Crédits" }));
        var owner = await TestBrowser.Owner(console);

        async Task<string> Text(string address) => await (await owner.Get(address)).Content.ReadAsStringAsync();
        var page = WebUtility.HtmlDecode(await Text($"/revenue/ledger?tenant={tenant}"));
        var file = await Text($"/revenue/ledger/export?tenant={tenant}");
        var center = await Text($"/tenants/{tenant}");

        page.ShouldContain("Crédits");
        page.ShouldContain("1,900 JPY");
        file.Split("\r\n")[1].ShouldMatch(@"^[^,]+,purchase,[^,]+,Crédits,,1,1900,JPY,,,,,""'=1\+1"",tnt_");
        center.ShouldContain("1,900 JPY");
    }

    [Fact]
    public async Task A_plan_is_shown_and_filtered_by_its_name()
    {
        var (app, tenant) = await console.Studio();
        await Sells(app, "ledger_named", "Well named", 900);
        await app.Since(tenant, "2026-05-01", RevenueReports.Active(("ledger_named", 1)));

        foreach (var address in new[] { "/revenue/ledger?plan=ledger_named", "/tenants?plan=ledger_named", "/tenants?plan=ledger_named&menu=filters" })
        {
            var page = await (await app.Http.GetAsync(address)).Content.ReadAsStringAsync();
            page.ShouldContain("<bdi>Well named</bdi>", Case.Sensitive, address);
            page.ShouldNotContain("<bdi>ledger_named</bdi>");
            page.ShouldNotContain(">ledger_named</option>");
            page.ShouldNotContain(">ledger_named</b>");
        }
    }

    [Fact]
    public async Task An_incomplete_purchase_is_rejected_with_its_reason()
    {
        var (app, tenant) = await console.Studio();
        object[] wrong =
        [
            EventReports.Event(tenant, "purchase.completed"),
            EventReports.Event(tenant, "purchase.completed", data: new { purchase = "p", price = 49 }),
            Purchase(tenant, "p", -1, "USD", 0),
            Purchase(tenant, "p", 1, "usd", 0),
            EventReports.Event(tenant, "purchase.completed", data: new { purchase = "p", price = new { amount = 1.5, currency = "USD" } }),
            Purchase(tenant, "p", 1, "USD", 0, new { period = new { from = "2026-03-01T00:00:00Z", to = "2026-03-01T00:00:00Z" } }),
            Purchase(tenant, "p", 1, "USD", 0, new { period = new { from = "soon", to = "later" } }),
            Purchase(tenant, "p", 1, "USD", 0, new { period = new { from = "2026-03-01T00:00:00", to = "2026-04-01T00:00:00" } }),
            Purchase(tenant, "p", 1, "USD", 0, new { quantity = 0 }),
            Purchase(tenant, "p", 1, "USD", 0, new { plan = 7 }),
        ];

        var answer = await app.Report(wrong);

        answer.Reasons.ShouldBe([
            "missing_purchase",
            "bad_price",
            "bad_price",
            "bad_price",
            "bad_price",
            "bad_period",
            "bad_period",
            "bad_period",
            "bad_purchase",
            "bad_purchase",
        ]);
    }

    [Fact]
    public async Task Invalid_events_stored_by_an_older_release_do_not_stop_the_projection()
    {
        var (app, tenant) = await console.Studio();
        await TestCluster.Current.Force(
            console.Options.Connections,
            $$$"""
            insert into core.events (tenant_id, at, type, source, data)
            select '{{{tenant}}}', now(), 'purchase.completed', 'old', d::jsonb
              from unnest(array['{"purchase": "x", "price": {"amount": "lots", "currency": "USD"}}', '{"id": 1}',
                                '{"purchase": "y", "price": {"amount": 5, "currency": "USD"}, "period": {"from": "2026-13-01", "to": "never"}}']) d
            """
        );

        await console.WaitForProjection();

        (await app.Get($"/api/v1/ledger?tenant={tenant}")).GetProperty("data").EnumerateArray().Select(Describe).ShouldBe(["purchase y"]);
    }

    /// <param name="amount">Price per month, in cents.</param>
    private static Task Sells(TestApplication app, string key, string name, long amount) =>
        app.Run(
            "plan.create",
            IdGenerator.Platform,
            new
            {
                key,
                name,
                price = new { amount, currency = "USD" },
                interval = "month",
                trial_days = 0,
            }
        );

    private static string Describe(JsonElement row) => $"{row.GetProperty("kind").GetString()} {row.GetProperty("id").GetString()}";

    private Dictionary<string, object?> Purchase(string tenant, string id, long amount, string currency, double days, object? more = null)
    {
        var data = Json.Element(more ?? new { }).EnumerateObject().ToDictionary(field => field.Name, field => (object)field.Value);
        data["purchase"] = id;
        data["price"] = new { amount, currency };
        return EventReports.Event(tenant, "purchase.completed", _now.AddDays(days), data);
    }

    private async Task Buy(TestApplication app, params object[] purchases)
    {
        (await app.Report(purchases)).Accepted.ShouldBe(purchases.Length);
        await console.WaitForProjection();
    }

    private async Task Backfill(TestApplication app, params object[] purchases)
    {
        (await app.Report("?backfill=true", purchases)).Accepted.ShouldBe(purchases.Length);
        await console.WaitForProjection();
    }
}
