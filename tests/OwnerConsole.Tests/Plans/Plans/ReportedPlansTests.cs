using System.Net;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Plans.Plans;

/// <summary>The application can report mistyped plans and plans priced in a currency other than the reporting currency.</summary>
public sealed class ReportedPlansTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_mistyped_plan_is_stored_with_a_warning_and_needs_attention()
    {
        var app = await TestApplication.Connect(console);
        await PlanTests.Create(app, "pro", "Pro", 1900);

        var typo = await app.Put("/api/v1/tenants/ext:typo", new { plan_items = new[] { new { plan = "prro" } } });
        var right = await app.Put("/api/v1/tenants", new { data = new[] { new { id = "ext:right", plan_items = new[] { new { plan = "pro" } } } } });

        typo.GetProperty("warnings")[0].GetString().ShouldBe("plan_items: no plan has the key prro, so it adds 0 to MRR. Did you mean pro?");
        right.GetProperty("data")[0].TryGetProperty("warnings", out _).ShouldBeFalse();
        (await Overview()).ShouldContain("Your application reports 1 plan that does not exist: prro (did you mean pro?)");
    }

    [Fact]
    public async Task Revenue_in_another_currency_without_a_rate_is_reported_as_not_included()
    {
        var app = await TestApplication.Connect(console);

        var made = await app.Run(
            "plan.create",
            "tnt_platform",
            new
            {
                key = "euro",
                name = "Euro",
                price = new { amount = 9900, currency = "EUR" },
            }
        );
        await app.Put("/api/v1/tenants/ext:euro", new { lifecycle = "active", plan_items = new[] { new { plan = "euro", quantity = 2 } } });
        await console.WaitForRevenue();
        var overview = await Overview();
        var owner = await TestBrowser.Join(console, "owner");
        await owner.Get("/revenue");

        made.GetProperty("lines")[0].GetProperty("text").GetString()!.ShouldContain("MRR is reported in USD. Amounts in EUR are converted");
        foreach (var page in new[] { overview, WebUtility.HtmlDecode(owner.Page) })
        {
            page.ShouldContain("Not included: 198.00 EUR of MRR, because exchange rates into USD are missing.");
            page.ShouldContain("/revenue/rates");
        }
        overview.ShouldNotContain("No paid plan");
    }

    private async Task<string> Overview()
    {
        var owner = await TestBrowser.Join(console, "owner");
        (await owner.Get("/overview")).StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(owner.Page);
    }
}
