using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Plans.Plans;
using OwnerConsole.Tests.Revenue.Movements;

namespace OwnerConsole.Tests.Revenue.Analytics;

/// <summary>One month with every reason why MRR is different in Stripe and ChartMogul, calculated by hand.</summary>
public sealed class PolicyTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string[] s_figures = ["starting", "new", "expansion", "reactivation", "contraction", "churn", "adjustment", "ending"];

    private readonly DateOnly _month = FirstOfMonth(-1);

    [Fact]
    public async Task The_reasons_add_up_to_the_difference_between_our_policy_and_those_of_Stripe_and_ChartMogul()
    {
        // Given: a tenant per reason, and one whose change became known after the month before was closed.
        var app = await TestApplication.Connect(console);
        await PlanTests.Create(app, "basic", "Basic", 100);
        await app.Since("estimated", $"{FirstOfMonth(-4):yyyy-MM-dd}", RevenueReports.Active(("basic", 100)));
        await Subscribe(app, "manual", "manual", (Old, 200, null));
        await Subscribe(app, "paused", "acct_1", (Old, 50, null), (At(10, 12), 0, "paused"));
        await Subscribe(app, "grouped", "acct_1", (Old, 60, null), (At(5, 10), 100, null), (At(5, 10.5), 80, null));
        await Discount(await Subscribe(app, "discounted", "acct_1", (Old, 80, null)), until: At(15, 0));
        await console.WaitForCohorts();
        await app.Run("month.close", IdGenerator.Platform, new { month = $"{FirstOfMonth(-2):yyyy-MM-dd}" });
        await Subscribe(app, "late", "acct_1", (Old, 70, null));
        await console.WaitForCohorts();

        var stripe = await Lines(app, "stripe");
        var chartmogul = await Lines(app, "chartmogul");

        stripe.ShouldBe([
            "ours: 490 0 40 0 -20 -50 70 530",
            "estimated (1): -100 0 0 0 0 0 0 -100",
            "closed_months (1): 70 0 0 0 0 0 -70 0",
            "manual (1): -200 0 0 0 0 0 0 -200",
            "paused (1): 0 0 0 0 0 50 0 50",
            "stripe: 260 0 40 0 -20 0 0 280",
        ]);
        chartmogul.ShouldBe([
            "ours: 490 0 40 0 -20 -50 70 530",
            "estimated (1): -100 0 0 0 0 0 0 -100",
            "closed_months (1): 70 0 0 0 0 0 -70 0",
            "manual (1): -200 0 0 0 0 0 0 -200",
            "finite_discounts (1): -20 0 20 0 0 0 0 0",
            "grouped_changes (1): 0 0 -20 0 20 0 0 0",
            "chartmogul: 240 0 40 0 0 -50 0 230",
        ]);
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/revenue/policies?with=chartmogul&month={_month:yyyy-MM}");
        owner.Page.ShouldContain("Discounts that end");
        owner.Page.ShouldContain("Not compared");
    }

    private DateTimeOffset Old => new(FirstOfMonth(-4), new(9, 0), TimeSpan.Zero);

    private DateTimeOffset At(int day, double hour) => new DateTimeOffset(_month.AddDays(day - 1), default, TimeSpan.Zero).AddHours(hour);

    private async Task<List<string>> Lines(TestApplication app, string with)
    {
        var lines = (await app.Get($"/api/v1/revenue/policies?with={with}&month={_month:yyyy-MM}")).GetProperty("data").EnumerateArray().ToList();
        // Then: ours plus all reasons is theirs, for each figure.
        foreach (var figure in s_figures)
            lines.SkipLast(1).Sum(line => Minor(line, figure)).ShouldBe(Minor(lines[^1], figure), figure);
        return [.. lines.Select(Describe)];
    }

    private static string Describe(JsonElement line)
    {
        var tenants = line.GetProperty("tenants").ValueKind is JsonValueKind.Null ? "" : $" ({line.GetProperty("tenants")})";
        return $"{line.GetProperty("key")}{tenants}: {string.Join(' ', s_figures.Select(figure => (Minor(line, figure) / 100m).ToString("0.##", CultureInfo.InvariantCulture)))}";
    }

    private static long Minor(JsonElement line, string figure) => line.GetProperty(figure).GetProperty("amount").GetInt64();

    /// <summary>Stores the changes of a subscription as its projection does.</summary>
    private async Task<(string Tenant, string Id)> Subscribe(
        TestApplication app,
        string name,
        string account,
        params (DateTimeOffset At, int Amount, string? ZeroReason)[] changes
    )
    {
        var (tenant, id) = (await app.Tenant(name), $"sub_{name}");
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        foreach (var (at, amount, reason) in changes)
            await work.Execute(
                """
                insert into billing.subscription_mrr (tenant_id, account_id, subscription_id, from_at, price_id, customer_id, mode, currency, mrr_minor, zero_reason)
                values (@tenant, @account, @id, @at, @price, 'cus_1', 'live', 'USD', @amount, @reason)
                """,
                new
                {
                    tenant,
                    account,
                    id,
                    at,
                    price = reason is null ? "price_1" : "",
                    amount = amount * 100m,
                    reason,
                }
            );
        await work.Commit();
        return (tenant, id);
    }

    /// <summary>Stores the subscription and its copy with a discount of 25 % that ends.</summary>
    private async Task Discount((string Tenant, string Id) subscription, DateTimeOffset until)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [subscription.Tenant, IdGenerator.Platform]);
        await work.Execute(
            """
            insert into billing.subscriptions (tenant_id, account_id, id, mode, customer_id, status, is_paused, prices, currency, mrr_minor, interval, intervals, collection_method, created_at, synced_at)
            values (@Tenant, 'acct_1', @Id, 'live', 'cus_1', 'active', false, '{price_1}', 'USD', 8000, 'month', 1, 'charge_automatically', now(), now())
            """,
            new { subscription.Tenant, subscription.Id }
        );
        await work.Execute(
            "insert into stripe.objects (tenant_id, account_id, object_id, mode, type, read_at, body) values ('tnt_platform', 'acct_1', @Id, 'live', 'subscription', now(), @body)",
            new
            {
                subscription.Id,
                body = Json.Element(
                    new
                    {
                        id = subscription.Id,
                        discounts = new[]
                        {
                            new
                            {
                                start = Old.ToUnixTimeSeconds(),
                                end = until.ToUnixTimeSeconds(),
                                coupon = new { percent_off = 25, duration = "repeating" },
                            },
                        },
                    }
                ),
            }
        );
        await work.Commit();
    }

    private static DateOnly FirstOfMonth(int more)
    {
        var today = TimeProvider.System.GetUtcNow();
        return new DateOnly(today.Year, today.Month, 1).AddMonths(more);
    }
}
