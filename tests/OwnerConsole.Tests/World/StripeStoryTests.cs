using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.FakeStripes;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.World;

/// <summary>The demo creates in Stripe what its tenants pay, and every list of the console shows it.</summary>
[Slow(25, "World", "FakeStripe", "Stripe")]
public sealed class StripeStoryTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    private TestApplication _reader = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open();
        _stage.Server.Webhooks.Lose = _ => _stage.Server.Clock.IsInPast; // as in FakeStripe's program
        _reader = await TestApplication.Connect(_stage.Console, Mode.Test);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Every_billing_list_shows_what_the_tenants_of_the_demo_pay_and_a_second_run_creates_nothing()
    {
        await _stage.App.Run("profile.choose", IdGenerator.Platform, new { profile = "studio" });
        var key = await TestApplication.Connect(_stage.Console, Mode.Test, onlyTenant: null, "tenant.report", "member.report", "event.report", "plan.read");

        var (code, said) = await Play(key.Key);
        var requests = _stage.Server.Requests.All;
        await _stage.Connect();
        await _stage.Projected();
        var again = await Play(key.Key);

        code.ShouldBe(0, said);
        said.ShouldContain("customers with their subscriptions were created at");
        again.Said.ShouldContain("has customers already");
        (await StripeContract.Check(requests.Where(request => request.Path.StartsWith("/v1/", StringComparison.Ordinal)))).ShouldBeEmpty();
        await SubscriptionsAreOfAllKinds();
        await PaymentsFailAndAreRefundedAndDisputed();
        await CustomersMatchTheirTenants();
        await OnePriceHasNoPlan();
        await TwoTenantsDoNotGetWhatTheyPayFor();
    }

    private async Task SubscriptionsAreOfAllKinds()
    {
        var subscriptions = await List("subscriptions");
        string[] statuses = ["active", "trialing", "past_due", "canceled"];
        statuses.Except(subscriptions.Select(row => Text(row, "status"))).ShouldBeEmpty();
        subscriptions.Select(row => Text(row, "interval")).Distinct().ShouldBe(["month", "year"], ignoreOrder: true);
        subscriptions.ShouldContain(row => Text(row, "status") == "active" && Text(row, "cancel_at") != null);
        subscriptions.Where(row => Text(row, "status") == "past_due").ShouldAllBe(row => Minor(row, "mrr") > 0);
        var invoices = await List("invoices");
        invoices.Select(row => Text(row, "status")).Distinct().ShouldBeSubsetOf(["paid", "open", "draft"]);
        invoices.ShouldContain(row => Text(row, "status") == "open" && Minor(row, "remaining") > 0);
        invoices.GroupBy(row => Text(row, "customer_id")).Max(row => row.Count()).ShouldBeGreaterThan(2);
    }

    private async Task PaymentsFailAndAreRefundedAndDisputed()
    {
        var payments = await List("payments");
        payments[0].GetProperty("is_unpaid").GetBoolean().ShouldBeTrue();
        payments.Select(row => Text(row, "status")).Distinct().ShouldBe(["failed", "succeeded"], ignoreOrder: true);
        payments.ShouldContain(row => Text(row, "status") == "failed" && !row.GetProperty("is_unpaid").GetBoolean()); // recovered with another card
        var refunds = await List("refunds");
        var amounts = payments.ToDictionary(row => Text(row, "id")!, row => Minor(row, "amount"), StringComparer.Ordinal);
        refunds.Select(row => Minor(row, "amount") < amounts[Text(row, "payment_id")!]).Distinct().ShouldBe([false, true], ignoreOrder: true);
        var disputes = await List("disputes");
        disputes.Select(row => row.GetProperty("needs_response").GetBoolean()).ShouldBe([true, false]);
    }

    private async Task CustomersMatchTheirTenants()
    {
        var customers = await List("customers");
        customers.Count(row => Text(row, "matched_by") == "metadata").ShouldBe(customers.Count - 3);
        var unmatched = customers.Where(row => Text(row, "tenant_id") == null).ToList();
        unmatched.Count(row => Text(row, "proposed_tenant_id") != null).ShouldBe(1);
        unmatched.Count(row => Text(row, "conflict")?.Contains("studio-9999", StringComparison.Ordinal) == true).ShouldBe(1);
        customers.ShouldAllBe(row => Text(row, "card") != null);
    }

    private async Task TwoTenantsDoNotGetWhatTheyPayFor()
    {
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                """
                insert into billing.price_plans (tenant_id, account_id, price_id, plan, opened_by, opened_at)
                select 'tnt_platform', o.account_id, o.object_id, split_part(o.body->>'lookup_key', '_', 1), 'test', now()
                  from stripe.objects o where o.tenant_id = 'tnt_platform' and o.type = 'price' and o.body->>'lookup_key' is not null
                """
            );
            await work.Commit();
        }

        var locked = (await Found("charged_without_access")).ShouldHaveSingleItem();
        (Text(locked, "ours"), Text(locked, "reported_access")).ShouldBe(("none", "none"));
        var other = (await Found("wrong_plan")).ShouldHaveSingleItem();
        Text(other, "tenant_id").ShouldNotBe(Text(locked, "tenant_id"));

        async Task<IReadOnlyList<JsonElement>> Found(string type) =>
            [
                .. (await _reader.Await($"/api/v1/findings?type={type}", answer => answer.GetProperty("data").GetArrayLength() > 0))
                    .GetProperty("data")
                    .EnumerateArray(),
            ];
    }

    private async Task OnePriceHasNoPlan()
    {
        var prices = await List("prices");
        var without = prices.Where(row => Text(row, "proposed_plan") == null).ShouldHaveSingleItem();
        Text(without, "name").ShouldBe("Founding member");
        without.GetProperty("subscriptions").GetInt64().ShouldBePositive();
        Minor(without, "mrr").ShouldBePositive();
        prices.ShouldContain(row => Text(row, "proposed_by") == "name_and_amount");
    }

    private Task<(int Code, string Said)> Play(string key) =>
        WorldProcess.Run(_stage.Console.Address, key, "60", "2026", "--as", "studio", "--months", "1", "--stripe", _stage.Server.Address.ToString());

    private async Task<IReadOnlyList<JsonElement>> List(string list) =>
        [.. (await _reader.Get($"/api/v1/{list}?limit=500")).GetProperty("data").EnumerateArray()];

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static long Minor(JsonElement row, string name) => row.GetProperty(name).GetProperty("amount").GetInt64();
}
