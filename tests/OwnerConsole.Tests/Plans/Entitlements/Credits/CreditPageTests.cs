using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Plans.Entitlements.Credits;

/// <summary>The pages for owners and tenants show the same credits as the API.</summary>
public sealed partial class CreditPageTests(TestConsole console) : IClassFixture<TestConsole>, IAsyncLifetime
{
    private static TestBrowser? s_owner;
    private CreditPlatform _credits = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _credits = await CreditPlatform.Open(console);
        s_owner ??= await TestBrowser.Owner(console);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_owners_page_shows_the_balance_and_history_of_each_grant()
    {
        var acme = await _credits.Limited.On("credit-card", "starter");
        var empty = await Card(acme);
        var credit = await _credits.Grant(acme, "50", until: "2030-01-01");
        await _credits.Use(acme, "130");

        var card = await Card(acme);

        empty.ShouldContain("No credits left.");
        card.ShouldContain("20 sessions left, the first expire 1 Jan 2030");
        card.ShouldContain("20 of 50 sessions left");
        card.ShouldContain("Agreed");
        card.ShouldContain("History");
        card.ShouldContain("Spent −30 sessions");
        card.ShouldContain("Granted +50 sessions");
        s_owner!.Page.ShouldContain($"void-{credit}");
        s_owner.Page.ShouldContain("id=\"refund-credits\"");
        s_owner.Page.ShouldContain("100 of 100 sessions, 30 from credits");
        s_owner.Page.ShouldContain("Uses credits");
    }

    [Fact]
    public async Task Credits_link_to_the_payment_that_bought_them_and_are_found_by_it()
    {
        var acme = await _credits.Limited.On("credit-bought", "starter");
        var run = await _credits.App.Run(
            "credit.grant",
            acme,
            new
            {
                feature = "sessions",
                amount = "5",
                reason = "Bought",
                payment = "ch_bought",
            }
        );

        var card = await Card(acme);
        await using var work = await console.Database.Read();
        var bought = await console.Services.GetRequiredService<IBoughtCredits>().ListBought(acme, ["ch_bought", "ch_other"], work);

        card.ShouldContain("Bought with ch_bought");
        s_owner!.Page.ShouldContain("href=\"/revenue/payments?q=ch_bought\"");
        bought.Select(credit => (credit.CreditId, credit.PaymentId, credit.Amount, credit.IsVoided)).ShouldBe([(run.Created(), "ch_bought", 5m, false)]);
    }

    [Theory]
    [InlineData("America/New_York", "1 Jan 2030")]
    [InlineData("Asia/Tokyo", "2 Jan 2030")]
    public async Task The_tenants_page_shows_the_expiry_date_in_the_tenants_time_zone(string zone, string day)
    {
        var acme = await _credits.Limited.On($"credit-{day[0]}", "starter");
        await _credits.App.Put($"/api/v1/tenants/{acme}", new { time_zone = zone });
        await _credits.Grant(acme, "50", until: "2030-01-01");

        (await Portal(acme)).ShouldContain($"the first expire on {day}.");
    }

    [Fact]
    public async Task The_tenants_page_shows_the_same_credits_as_the_API()
    {
        var acme = await _credits.Limited.On("credit-portal", "starter");
        await _credits.Grant(acme, "50", until: "2030-01-01");
        await _credits.Use(acme, "130");

        var page = await Portal(acme);
        var entitlement = await _credits.Limited.Entitlement(acme, "sessions");

        LimitedPlatform.Said(entitlement, "credits", "from_credits", "remaining").ShouldBe(["20", "30", "20"]);
        page.ShouldContain("100 of 100 sessions, 30 from credits");
        page.ShouldContain("Credits left: 20 sessions; the first expire on 1 Jan 2030.");
        page.ShouldNotContain("Agreed");
    }

    [Fact]
    public async Task A_decision_lists_the_credits_it_spent()
    {
        var acme = await _credits.Limited.On("credit-decision", "starter");
        var credit = await _credits.Grant(acme, "50");
        var (_, answer) = await _credits.Limited.Keyed(acme, "sessions", "130", "image-1");
        var decision = answer.GetProperty("decision").GetString()!;

        var view = await _credits.App.Get($"/api/v1/decisions/{decision}");
        await s_owner!.Get($"/plans/limits/{decision}");

        var paid = view.GetProperty("credits").EnumerateArray().ShouldHaveSingleItem();
        LimitedPlatform.Said(paid, "credit", "key", "amount").ShouldBe([credit, "image-1", "30"]);
        s_owner.Page.ShouldContain("Credits spent in that minute");
    }

    [Fact]
    public async Task Usage_paid_with_credits_is_neither_near_nor_over_a_limit()
    {
        var (plain, acme) = (await _credits.Limited.On("credit-only"), await _credits.Limited.On("credit-over", "starter"));
        foreach (var tenant in new[] { plain, acme })
            await _credits.Grant(tenant, "50");

        await _credits.Use(plain, "45");
        await _credits.Use(acme, "130");

        (await Reached(plain)).ShouldBeEmpty();
        (await Reached(acme)).ShouldBe(["80: 100 of 100", "90: 100 of 100", "100: 100 of 100"]);
        var limits = (await _credits.App.Get("/api/v1/limits?feature=sessions&q=credit-o")).GetProperty("data").EnumerateArray().ToList();
        LimitedPlatform.Said(limits.ShouldHaveSingleItem(), "tenant_id", "state", "used", "limit").ShouldBe([acme, "reached", "100", "100"]);
    }

    private async Task<IReadOnlyList<string>> Reached(string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            "select threshold || ': ' || trim_scale(used) || ' of ' || trim_scale(allows) from entitlements.thresholds where tenant_id = @tenant order by threshold",
            new { tenant }
        );
    }

    private async Task<string> Card(string tenant)
    {
        await s_owner!.Get($"/tenants/{tenant}");
        var page = s_owner.Page;
        var from = page.IndexOf("id=\"credits-h\"", StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0);
        return Text(page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)]);
    }

    private async Task<string> Portal(string tenant)
    {
        var visitor = await TestBrowser.EnterPortal(console, _credits.App, new { tenant });
        (await visitor.Get("/account/plan")).StatusCode.ShouldBe(HttpStatusCode.OK, visitor.Page);
        return Text(visitor.Page);
    }

    /// <returns>The visible text.</returns>
    private static string Text(string html) =>
        Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ").Replace(" ,", ",", StringComparison.Ordinal);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
