using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Analytics;

/// <summary>Plan flows, concentration, lifetime value and attribution of four tenants, whose parts add up to MRR.</summary>
public sealed partial class RevenueReportTests(RevenueReportTests.FourTenants console) : IClassFixture<RevenueReportTests.FourTenants>
{
    [Fact]
    public async Task Plan_flows_add_up_to_starting_and_ending_MRR_and_lead_to_their_tenants()
    {
        var flows = await List(console.App, $"/api/v1/revenue/flows?from={Text(-3)}&to={Text(0)}");

        flows
            .Select(flow =>
                $"{flow.GetProperty("from")} {flow.GetProperty("from_plan")} to {flow.GetProperty("to")} {flow.GetProperty("to_plan")}: {flow.GetProperty("tenants")}, {Amount(flow, "before")} to {Amount(flow, "after")}"
            )
            .ShouldBe([
                "plan basic to plan pro: 1, 100.00 to 150.00",
                "new  to plan pro: 1, 0.00 to 80.00",
                "plan basic to churned : 1, 50.00 to 0.00",
                "reactivated  to plan basic: 1, 0.00 to 30.00",
            ]);
        var months = await List(console.App, "/api/v1/months");
        Amount(months[3], "opening").ShouldBe("150.00"); // the same as the flows start with
        Amount(months[0], "closing").ShouldBe("260.00");

        var owner = console.Owner;
        await owner.Get($"/revenue/flows?from={Text(-3)}&to={Text(0)}");
        owner.Page.ShouldContain("MRR from 150.00 to 260.00.");
        owner.Page.ShouldContain("<path class=\"gain\"");
        await owner.Get(
            Links().Matches(owner.Page).Select(link => link.Groups[1].Value).Single(link => link.Contains("origin=reactivated", StringComparison.Ordinal))
        );
        owner.Page.ShouldContain("1 tenant<");
        owner.Page.ShouldContain("30.00 USD");
        owner.Page.ShouldNotContain("80.00 USD");
    }

    [Fact]
    public async Task The_largest_tenants_have_their_share_of_MRR()
    {
        var report = await console.App.Get("/api/v1/revenue/analysis/concentration");

        (Amount(report, "mrr"), report.GetProperty("tenants").GetInt64()).ShouldBe(("260.00", 3));
        report
            .GetProperty("shares")
            .EnumerateArray()
            .Select(share => $"{share.GetProperty("top")} {Amount(share, "mrr")}")
            .ShouldBe(["1 150.00", "5 260.00", "10 260.00", "20 260.00"]);
        report.GetProperty("largest")[0].GetProperty("tenant_id").GetString().ShouldBe(console.Largest);
    }

    [Fact]
    public async Task Lifetime_value_follows_from_churn_and_a_survival_model_needs_enough_data()
    {
        var report = await console.App.Get("/api/v1/revenue/analysis/lifetime-value");
        var owner = console.Owner;
        await owner.Get("/revenue/analysis/lifetime-value");

        report.GetProperty("logo_churn").GetDecimal().ShouldBe(0.2m); // 2 of 10 tenants at the start of months
        (Amount(report, "arpa"), report.GetProperty("lifetime_months").GetDecimal(), Amount(report, "lifetime_value")).ShouldBe(("86.67", 5m, "433.33"));
        report.GetProperty("survival").ValueKind.ShouldBe(JsonValueKind.Null);
        owner.Page.ShouldContain("Not enough data for a survival model.");
    }

    [Theory]
    [InlineData("first", "ads 2 230.00", "Unknown 1 30.00")]
    [InlineData("last", "partner 1 150.00", "ads 1 80.00", "Unknown 1 30.00")]
    [InlineData("linear", "ads 2 155.00", "partner 1 75.00", "Unknown 1 30.00")]
    public async Task MRR_is_attributed_to_the_reported_values_of_tenants(string touch, params string[] due)
    {
        var values = await List(console.App, $"/api/v1/revenue/analysis/attribution?by=source&touch={touch}");
        var owner = console.Owner;
        await owner.Get($"/revenue/analysis/attribution?by=source&touch={touch}");
        var links = Links()
            .Matches(owner.Page)
            .Select(link => link.Groups[1].Value)
            .Where(link => link.Contains("/tenants?by", StringComparison.Ordinal))
            .ToList();
        var counts = new List<string>();
        foreach (var link in links)
            counts.Add((await console.App.Get($"/api/v1{link}")).GetProperty("total").GetString()!);

        values.Select(value => $"{value.GetProperty("value").GetString() ?? "Unknown"} {value.GetProperty("tenants")} {Amount(value, "mrr")}").ShouldBe(due);
        counts.ShouldBe(values.Select(value => value.GetProperty("tenants").ToString()));
        owner.Page.ShouldContain("Every reported value is kept with its time.");
    }

    private static async Task<List<JsonElement>> List(TestApplication app, string address) =>
        [.. (await app.Get(address)).GetProperty("data").EnumerateArray()];

    private static string Amount(JsonElement of, string name) =>
        (of.GetProperty(name).GetProperty("amount").GetInt64() / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Text(int month) => Month(month).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <returns>First day of a month before the current one.</returns>
    private static DateOnly Month(int more)
    {
        var today = TimeProvider.System.GetUtcNow();
        return new DateOnly(today.Year, today.Month, 1).AddMonths(more);
    }

    [GeneratedRegex("href=\"(/revenue/[a-z/]+/tenants[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    /// <summary>A console with an upgrade, a churn, a new and a reactivated tenant.</summary>
    public sealed class FourTenants : TestConsole, IAsyncLifetime
    {
        public TestApplication App { get; private set; } = null!; // set before each test

        public TestBrowser Owner { get; private set; } = null!; // set before each test

        /// <summary>The tenant with the largest MRR.</summary>
        public string Largest { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            App = await TestApplication.Connect(this);
            Owner = await TestBrowser.Owner(this);
            await PlanTests.Create(App, "basic", "Basic", 100); // so a quantity equals an amount in dollars
            await PlanTests.Create(App, "pro", "Pro", 100);
            Largest = await Pays("upgraded", -5, "basic", 100, "ads");
            await Pays("upgraded", -2, "pro", 150, "partner");
            await Pays("churned", -5, "basic", 50, "search");
            await Pays("churned", -1, "basic", 0, "search");
            await Pays("started", -1, "pro", 80, "ads");
            await Pays("returned", -6, "basic", 40, null);
            await Pays("returned", -4, "basic", 0, null);
            await Pays("returned", -1, "basic", 30, null);
            await this.WaitForCohorts();
        }

        private Task<string> Pays(string tenant, int month, string plan, int amount, string? source) =>
            App.Since(
                tenant,
                Month(month).AddDays(4).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                new
                {
                    lifecycle = "active",
                    plan_items = amount == 0 ? [] : new[] { new { plan, quantity = amount } },
                    source,
                }
            );
    }
}
