using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Checks the worked cases of the ratios to the last digit, and that parts, rows and movements add up to each money metric.</summary>
[Slow(60, "Movements")]
public sealed class MoneyMetricTests : IAsyncLifetime
{
    private const string March = "2026-03-01/2026-03-31",
        April = "2026-04-01/2026-04-30";

    private static readonly string[] Kinds = ["mrr.new", "mrr.expansion", "mrr.reactivated", "mrr.contraction", "mrr.churned"];

    private TestConsole _console = null!; // set before each test
    private TestApplication _app = null!; // set before each test
    private MetricsClient _numbers = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _console = await TestConsole.Start();
        _app = await TestApplication.Connect(_console);
        _numbers = new(_console, _app);
        await PlanTests.Create(_app, "usd", "A dollar", 100); // So a quantity equals an amount in dollars.
        await PlanTests.Create(_app, "other", "Another dollar", 100);
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    [Fact]
    public async Task Case_20_one_month_has_the_expected_revenue_ratios()
    {
        await Pays("grows", ("03-01", 50_000), ("04-05", 53_000));
        await Pays("shrinks", ("03-01", 46_000), ("04-06", 44_500));
        await Pays("leaves", ("03-01", 4_000), ("04-07", 0));
        await Pays("comes", ("04-10", 8_000));
        await Pays("was", ("01-01", 500), ("02-01", 0), ("04-11", 500));

        (await _numbers.Value("mrr.estimated", March)).ShouldBe(100_000_00);
        (await _numbers.Value("mrr.estimated", April)).ShouldBe(106_000_00);
        (await _numbers.Values(Kinds, April)).ShouldBe([8_000_00, 3_000_00, 500_00, 1_500_00, 4_000_00]);
        (await _numbers.Value("mrr.net", April)).ShouldBe(6_000_00);
        (await _numbers.Value("mrr.arr", April)).ShouldBe(1_272_000_00);
        (await _numbers.Value("mrr.gross_churn", April)).ShouldBe(0.055m);
        (await _numbers.Value("mrr.net_churn", April)).ShouldBe(0.02m);
        (await _numbers.Value("mrr.grr", April)).ShouldBe(0.945m);
        (await _numbers.Value("mrr.nrr", April)).ShouldBe(0.975m);
        (await _numbers.Value("mrr.quick_ratio", April)).ShouldBe(2.090909091m);
    }

    [Fact]
    public async Task Yearly_prices_are_summed_before_rounding()
    {
        await _app.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "yearly",
                name = "Yearly",
                price = new { amount = 10010, currency = "USD" },
                interval = "year",
            }
        );
        foreach (var number in Enumerable.Range(1, 14))
            await _app.Since($"yearly-{number}", "2026-03-01", RevenueReports.Active(("yearly", number == 14 ? 7 : 1)));

        (await _numbers.Values(["mrr.estimated", "mrr.arr", "mrr.net"], March)).ShouldBe([16683, 200200, 16683]);
        (await _numbers.Value("mrr.arr", "2026-03-01/2026-03-31")).ShouldBe(200200);
        (await _numbers.Parts(["mrr.arr"], March, "plan")).ShouldBe([200200]);
        (await _console.WrongCells()).ShouldBeEmpty();
        await using var work = await _console.Database.Read();
        (await work.One<decimal>("select sum(delta_minor) * 12 from movements.balances")).ShouldBe(200200m, tolerance: 0.000001m);
    }

    [Fact]
    public async Task Case_21_customer_counts_churn_and_ARPA_are_correct()
    {
        await Many("2026-03-01", Enumerable.Range(1, 400), _ => 250);
        await Many("2026-02-01", [431, 432], _ => 100);
        await Many("2026-02-10", [431, 432], _ => 0);
        await Many("2026-04-10", Enumerable.Range(1, 12), _ => 0);
        await Many("2026-04-11", Enumerable.Range(401, 32), number => number == 432 ? 289 : 281);

        (await _numbers.Value("customers.paying", March)).ShouldBe(400);
        (await _numbers.Value("customers.paying", April)).ShouldBe(420);
        (await _numbers.Value("customers.churn", April)).ShouldBe(0.03m);
        (await _numbers.Value("customers.arpa", April)).ShouldBe(252_38.095238095m);
    }

    [Fact]
    public async Task Case_22_retention_of_three_customers_is_correct()
    {
        await Pays("a", ("03-01", 100), ("04-10", 150));
        await Pays("b", ("03-01", 100), ("04-10", 60));
        await Pays("c", ("03-01", 100), ("04-10", 0));

        (await _numbers.Value("mrr.nrr", April)).ShouldBe(0.7m);
        (await _numbers.Value("mrr.grr", April)).ShouldBe(0.533333333m);
        (await _numbers.Value("customers.churn", April)).ShouldBe(0.333333333m);
    }

    [Fact]
    public async Task Case_10_an_expansion_before_a_contraction_does_not_distort_retention()
    {
        await Pays("a", ("03-01", 100), ("04-05", 150), ("04-20", 120));

        (await _numbers.Values(["mrr.expansion", "mrr.contraction", "mrr.net"], April)).ShouldBe([50_00, 30_00, 20_00]);
        (await _numbers.Value("mrr.gross_churn", April)).ShouldBe(0.3m);
        (await _numbers.Value("mrr.grr", April)).ShouldBe(1);
        (await _numbers.Value("mrr.nrr", April)).ShouldBe(1.2m);
    }

    [Fact]
    public async Task Case_24_a_ratio_without_a_base_has_no_value()
    {
        await Pays("first", ("03-02", 100));

        foreach (var ratio in new[] { "mrr.gross_churn", "mrr.net_churn", "mrr.grr", "mrr.nrr", "customers.churn" })
        {
            var total = await _numbers.Total(ratio, March);
            total.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null, ratio);
            total.GetProperty("reason").GetString()!.ShouldStartWith("no paying tenants");
        }
        (await _numbers.Total("mrr.quick_ratio", March)).GetProperty("reason").GetString().ShouldBe("∞: no MRR lost");
        (await _numbers.Total("customers.arpa", "2026-01-01/2026-01-31")).GetProperty("reason").GetString()!.ShouldStartWith("no paying tenants");
        (await _numbers.Value("mrr.estimated", "2026-01-01/2026-01-31")).ShouldBe(0);
    }

    [Fact]
    public async Task Case_28_adjacent_ranges_add_up_and_weeks_equal_their_days()
    {
        await Busy();

        foreach (var metric in Kinds.Append("mrr.net"))
        {
            var parts = await _numbers.Value(metric, "2026-01-01/2026-01-31") + await _numbers.Value(metric, "2026-02-01/2026-02-28");
            var weeks = await _numbers.Series(metric, "2026-01-05/2026-04-26", "week");
            var days = await _numbers.Series(metric, "2026-01-05/2026-04-26", "day");

            parts.ShouldBe(await _numbers.Value(metric, "2026-01-01/2026-02-28"), metric);
            weeks.ShouldBe([.. days.Chunk(7).Select(week => week.Sum())], metric);
        }
    }

    [Fact]
    public async Task Starting_MRR_plus_movements_equals_ending_MRR_in_every_dimension()
    {
        await Busy();

        foreach (var month in new[] { "2026-01-01/2026-01-31", "2026-02-01/2026-02-28", March, April })
        {
            var start = await _numbers.Value("mrr.estimated", $"2025-12-01/{Before(month)}");
            var moved = await _numbers.Values(Kinds, month);
            var end = await _numbers.Value("mrr.estimated", month);

            end.ShouldBe(start + moved[0] + moved[1] + moved[2] - moved[3] - moved[4], month);
            (await _numbers.Value("mrr.net", month)).ShouldBe(end - start);
            string[] metrics = [.. Kinds, "mrr.estimated", "mrr.net", "revenue.plans_30d"];
            var whole = await _numbers.Values(metrics, month);
            foreach (var dimension in new[] { "plan", "country", "tenant" })
                (await _numbers.Parts(metrics, month, dimension)).ShouldBe(whole, $"by {dimension} in {month}");
        }
        (await _console.WrongCells()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_rows_behind_a_metric_add_up_to_it()
    {
        await Busy();

        foreach (var metric in Kinds.Append("mrr.estimated").Append("mrr.arr").Append("customers.paying").Append("revenue.plans_30d"))
        {
            var rows = (
                await _app.Post(
                    "/api/v1/metrics/rows",
                    new
                    {
                        metric,
                        range = MetricsClient.Range(April),
                        limit = 500,
                    }
                )
            ).GetProperty("data").EnumerateArray();

            rows.Sum(row => row.GetProperty("num").GetDecimal()).ShouldBe(await _numbers.Value(metric, April), metric);
        }
    }

    [Fact]
    [NotPooled("The other tests of this class and PointBackfillWorkerTests run the same statements.")]
    public async Task A_late_report_corrects_stored_days()
    {
        await Busy();
        await _console.WaitForRevenue();
        var points = _console.Services.GetServices<IWorkHandler>().Single(kind => kind.Name == "metrics.points");
        while ((await points.Execute(new("test", 0, null, points.Name, default, 0), CancellationToken.None)).RescheduleAfter is not null) { }
        var before = await _numbers.Series("mrr.estimated", "2026-01-01/2026-04-30", "month");

        await _app.Since("busy-3", "2026-02-02", new { lifecycle = "active", plan_items = Items(("usd", 5)) });

        (await _numbers.Series("mrr.estimated", "2026-01-01/2026-04-30", "month")).ShouldBe([before[0], before[1] + 5_00, before[2], before[3]]);
    }

    [Fact]
    public async Task Revenue_of_30_days_accrues_while_a_plan_is_active()
    {
        await Pays("whole", ("03-01", 100));
        await Pays("half", ("04-16", 100));

        // At a yearly MRR over 365 days, 30 days are 98.63 and 15 days are 49.32.
        (await _numbers.Parts(["revenue.plans_30d"], April, "tenant")).ShouldBe([98_63 + 49_32]);
    }

    [Fact]
    public async Task A_plan_without_a_price_is_reported_as_a_gap()
    {
        await _app.Since("gap", "2026-03-01", RevenueReports.Active(("usd", 1), ("unheard", 2)));
        await _app.Since("gap-trial", "2026-03-01", new { lifecycle = "trial", plan_items = new[] { new { plan = "unheard" } } });

        (await _numbers.Value("plan_items.without_price", null)).ShouldBe(1);
        await PlanTests.Create(_app, "unheard", "Unheard", 500);
        (await _numbers.Value("plan_items.without_price", null)).ShouldBe(0);
        (await _numbers.Value("mrr.estimated", April)).ShouldBe(11_00);
    }

    private static string Before(string month) =>
        DateOnly
            .Parse(month[..10], System.Globalization.CultureInfo.InvariantCulture)
            .AddDays(-1)
            .ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reports several months with every kind of movement.</summary>
    private async Task Busy()
    {
        await _app.Since(
            "busy-1",
            "2026-01-02",
            new
            {
                lifecycle = "active",
                plan_items = Items(("usd", 100)),
                country = "CH",
            }
        );
        await _app.Since("busy-1", "2026-02-03", new { plan_items = Items(("usd", 150), ("other", 20)) });
        await _app.Since("busy-1", "2026-03-04", new { plan_items = Items(("other", 170)), country = "DE" });
        await _app.Since("busy-1", "2026-04-04", new { plan_items = Items(("other", 60)) });
        await _app.Since(
            "busy-2",
            "2026-01-31T23:30:00Z",
            new
            {
                lifecycle = "active",
                plan_items = Items(("usd", 40)),
                country = "DE",
            }
        );
        await _app.Since("busy-2", "2026-02-14", new { lifecycle = "cancelled" });
        await _app.Since("busy-2", "2026-04-01", new { lifecycle = "active", plan_items = Items(("other", 44)) });
        await _app.Since("busy-3", "2026-03-31", new { lifecycle = "active", plan_items = Items(("usd", 7)) });
    }

    private static object Items(params (string Plan, int Quantity)[] items) =>
        items.Select(item => new { plan = item.Plan, quantity = item.Quantity }).ToArray();

    private async Task Pays(string tenant, params (string Day, int Amount)[] amounts)
    {
        foreach (var (day, amount) in amounts)
            await _app.Since($"case-{tenant}", $"2026-{day}", amount == 0 ? RevenueReports.Active() : RevenueReports.Active(("usd", amount)));
    }

    private Task Many(string day, IEnumerable<int> numbers, Func<int, int> amount) =>
        _app.Put(
            "/api/v1/tenants",
            new
            {
                data = numbers.Select(number => new
                {
                    id = $"ext:many-{number}",
                    effective_at = $"{day}T00:00:00Z",
                    lifecycle = "active",
                    plan_items = amount(number) == 0 ? Items() : Items(("usd", amount(number))),
                }),
            }
        );
}
