using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Analytics;

/// <summary>Cohorts by the month of the first MRR: worked cases, the page with the tenants behind its numbers, and random histories.</summary>
public sealed partial class CohortTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly DateOnly s_now = Month(0);

    [Fact]
    public async Task Cases_11_and_12_cohorts_stay_with_the_first_month_and_each_number_leads_to_its_tenants()
    {
        var app = await TestApplication.Connect(console);
        await PlanTests.Create(app, "cohort-usd", "A dollar", 100); // so a quantity equals an amount in dollars
        // Given: A starts with 60 and leaves in the same month. B starts with 100, grows to 150, leaves and returns with 80. C starts with 40 and stays.
        await Pays(app, "cohort-a", (-5, 3, 60), (-5, 12, 0));
        await Pays(app, "cohort-b", (-5, 5, 100), (-4, 5, 150), (-3, 5, 0), (-1, 5, 80));
        await Pays(app, "cohort-c", (-4, 20, 40));
        await console.WaitForCohorts();

        var cohorts = (await app.Get("/api/v1/revenue/cohorts?months=6&segment=plan:cohort-usd")).GetProperty("data").EnumerateArray().ToList();
        var first = cohorts[0].GetProperty("months").EnumerateArray().ToList();

        cohorts
            .Select(CohortScan.Describe)
            .ShouldBe([
                "M0 1/2 100.00, M1 1/2 150.00, M2 0/2 0.00, M3 0/2 0.00, M4 1/2 80.00, M5 1/2 80.00",
                "M0 1/1 40.00, M1 1/1 40.00, M2 1/1 40.00, M3 1/1 40.00, M4 1/1 40.00",
            ]);
        first[1].GetProperty("logo_retention").GetDecimal().ShouldBe(0.5m);
        first[1].GetProperty("gross_revenue_retention").GetDecimal().ShouldBe(0.625m); // 100 of 160: B's expansion doesn't count
        first[1].GetProperty("net_revenue_retention").GetDecimal().ShouldBe(0.9375m); // 150 of 160
        first.Select(month => month.GetProperty("is_open").GetBoolean()).ShouldBe([false, false, false, false, false, true]);

        var owner = await TestBrowser.Owner(console);
        await owner.Get("/revenue/cohorts?segment=plan:cohort-usd&compare=all&months=6&measure=net_revenue");
        var page = owner.Page;
        page.ShouldContain(">94%</a>");
        page.ShouldContain(">50%*</a>"); // 80 of 160, and the month hasn't ended
        page.ShouldContain("percentage points");
        var link = System.Net.WebUtility.HtmlDecode(
            Links()
                .Matches(page)
                .Single(link =>
                    link.Groups[1]
                        .Value.Contains($"cohort={s_now.AddMonths(-5):yyyy-MM}&month={s_now.AddMonths(-4):yyyy-MM}&segment=plan", StringComparison.Ordinal)
                )
                .Groups[1]
                .Value
        );
        await owner.Get(link);
        owner.Page.ShouldContain("1 tenant<");
        owner.Page.ShouldContain("150.00 USD");
        await owner.Get(link.Replace("paying", "not_paying", StringComparison.Ordinal));
        owner.Page.ShouldContain("60.00 USD");
        owner.Page.ShouldNotContain("150.00 USD");

        using var file = await owner.Get("/revenue/cohorts/export?segment=plan:cohort-usd&months=6");
        (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(
            $"{s_now.AddMonths(-5):yyyy-MM},2,160.00,{s_now.AddMonths(-4):yyyy-MM},1,1,150.00,0.5,0.625,0.9375,yes,USD"
        );
    }

    [Fact]
    public async Task Stored_cells_equal_a_scan_of_all_movements_for_random_histories_in_three_time_zones()
    {
        await using var alone = await TestConsole.Start();
        var app = await TestApplication.Connect(alone);
        var histories = Gen.Sample(History, 30, 24).ToList();
        var tenants = new List<string>();
        for (var at = 0; at < histories.Count; at++)
            tenants.Add((
                    await app.Put(
                        $"/api/v1/tenants/ext:random-{at}",
                        new
                        {
                            name = $"Random {at}",
                            source = at % 3 == 0 ? "ads" : "search",
                            country = at % 2 == 0 ? "DE" : "US",
                        }
                    )
                ).GetProperty("id").GetString()!);
        await alone.WaitForRevenue();
        for (var at = 0; at < histories.Count; at++)
            await Write(alone, tenants[at], histories[at]);
        await alone.WaitForCohorts();
        (await CohortScan.Compare(alone)).ShouldSatisfyAllConditions(result => result.Wrong.ShouldBeEmpty(), result => result.Cells.ShouldBeGreaterThan(100));

        // Then some tenants change, others lose their attributes, and the time zone changes twice.
        for (var at = 0; at < histories.Count; at += 4)
            await Write(alone, tenants[at], histories[^(at + 1)]);
        await app.Put("/api/v1/tenants/ext:random-1", new { source = "partner" });
        await alone.WaitForCohorts();
        (await CohortScan.Compare(alone)).Wrong.ShouldBeEmpty();
        foreach (var zone in new[] { "Asia/Tokyo", "America/Los_Angeles" })
        {
            await alone.Zone(zone);
            await alone.WaitForCohorts();
            (await CohortScan.Compare(alone)).Wrong.ShouldBeEmpty(zone);
        }
    }

    /// <summary>Steps of a tenant: hours since 1 January 2024, plan and new MRR of that plan.</summary>
    private static readonly Gen<(int Hours, string Plan, int Minor)[]> History = (
        from hours in Gen.Choose(0, 24 * 900)
        from plan in Gen.Elements("small", "large")
        from minor in Gen.Frequency((3, Gen.Choose(1, 30).Select(units => units * 333)), (2, Gen.Constant(0)))
        select (hours, plan, minor)
    ).ArrayOf(7);

    /// <summary>Replaces the movements of a tenant; times near the start of months show time zones.</summary>
    private static async Task Write(TestConsole console, string tenant, (int Hours, string Plan, int Minor)[] history)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        await work.Execute("delete from movements.movements where tenant_id = @tenant", new { tenant });
        var now = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (hours, plan, minor) in history.DistinctBy(step => step.Hours).OrderBy(step => step.Hours))
        {
            var delta = minor - now.GetValueOrDefault(plan);
            now[plan] = minor;
            if (delta != 0)
                await work.Execute(
                    """
                    insert into movements.movements (tenant_id, currency, at, kind, plan, mode, delta_minor)
                    values (@tenant, 'USD', '2024-01-01T00:30:00Z'::timestamptz + @hours * interval '1 hour', 'expansion', @plan, 'live', @delta)
                    """,
                    new
                    {
                        tenant,
                        hours,
                        plan,
                        delta = (decimal)delta,
                    }
                );
        }
        await work.Commit();
    }

    private static async Task Pays(TestApplication app, string tenant, params (int Month, int Day, int Amount)[] amounts)
    {
        foreach (var (month, day, amount) in amounts)
            await app.Since(
                tenant,
                Month(month).AddDays(day - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                amount == 0 ? RevenueReports.Active() : RevenueReports.Active(("cohort-usd", amount))
            );
    }

    /// <returns>First day of a month before or after the current one.</returns>
    private static DateOnly Month(int more)
    {
        var today = TimeProvider.System.GetUtcNow();
        return new DateOnly(today.Year, today.Month, 1).AddMonths(more);
    }

    [GeneratedRegex("href=\"(/revenue/cohorts/tenants[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
