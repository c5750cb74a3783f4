using System.Globalization;
using FakeStripe.Http;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Stripe.Writes;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>A breached SLA is credited once for each tenant and period, as balance of the customer in Stripe.</summary>
[Slow(9, "Stripe")]
public sealed class SlaCreditTests : IAsyncLifetime
{
    private const string Sla = "sla_test";

    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_credit_is_given_once_and_again_after_it_was_refused_or_undone()
    {
        var tenant = await _stage.App.Tenant("lumen", "Lumen");
        await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        await _stage.Projected();
        var customer = (await _stage.One("customers")).GetProperty("id").GetString()!;
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var input = new { sla_id = Sla, starts_on = day };
        var before = await _stage.App.Refusal("sla.credit", customer, input);
        await Breach(tenant, day);

        var selected = await Select(day);
        _stage.Server.Faults.Add("POST", $"/v1/customers/{customer}/balance_transactions", Fault.CardDeclined());
        var refused = await _stage.Ended(await _stage.App.Run("sla.credit", customer, input));
        var preview = await _stage.App.Preview("sla.credit", [customer], input);
        var run = await _stage.Ended(await _stage.App.Run("sla.credit", customer, input));
        var balance = await Balance(customer);
        await _stage.Projected();
        var twice = await _stage.App.Refusal("sla.credit", customer, input);
        var result = (await _stage.App.Get("/api/v1/sla-results?time=closed")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        var rest = await Select(day);
        await _stage.Ended(await _stage.App.Undo(run));
        await _stage.Projected();

        before.ShouldBe("not_breached");
        selected.ShouldBe([customer]);
        refused.GetProperty("state").GetString().ShouldBe("failed");
        preview.GetRawText().ShouldContain("12.25 EUR");
        run.GetProperty("state").GetString().ShouldBe("done");
        balance.ShouldBe(-1_225);
        twice.ShouldBe("already_credited");
        result.GetProperty("credit").GetProperty("amount").GetInt64().ShouldBe(1_225);
        result.GetProperty("credit_percent").GetDecimal().ShouldBe(25);
        rest.ShouldBeEmpty();
        (await Balance(customer)).ShouldBe(0);
        (await Select(day)).ShouldBe([customer]);
        (await _stage.App.Refusal("sla.credit", customer, input)).ShouldBeNull();
    }

    [Fact]
    public async Task A_credit_whose_outcome_is_unknown_is_not_given_again()
    {
        var tenant = await _stage.App.Tenant("lost", "Lost");
        await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        await _stage.Projected();
        var customer = (await _stage.One("customers")).GetProperty("id").GetString()!;
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var input = new { sla_id = Sla, starts_on = day };
        await Breach(tenant, day);
        var path = $"/v1/customers/{customer}/balance_transactions";
        _stage.Server.Faults.Add("POST", path, Fault.TimeoutAfterCommit(), times: 2); // the first attempt, which the client repeats once
        _stage.Server.Faults.Add("POST", path, Fault.Forbidden());

        var run = await _stage.Ended(await _stage.App.Run("sla.credit", customer, input));

        run.GetProperty("state").GetString().ShouldBe("failed");
        (await Balance(customer)).ShouldBe(-1_225);
        (await _stage.App.Refusal("sla.credit", customer, input)).ShouldBe("already_credited");
        (await Select(day)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_without_a_tenant_or_a_paid_subscription_gets_no_credit()
    {
        var tenant = await _stage.App.Tenant("free", "Free");
        var stranger = await _stage.Create("/v1/customers", ("name", "Stranger"));
        var unpaid = await _stage.Create("/v1/customers", ("name", "Free"), ("metadata[tenant_id]", tenant));
        await _stage.Projected();
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await Breach(tenant, day);

        (await _stage.App.Refusal("sla.credit", stranger, new { sla_id = Sla, starts_on = day })).ShouldBe("no_tenant");
        (await _stage.App.Refusal("sla.credit", unpaid, new { sla_id = Sla, starts_on = day })).ShouldBe("nothing_to_credit");
        (await _stage.App.Refusal("sla.credit", unpaid, new { sla_id = Sla, starts_on = day.AddDays(-1) })).ShouldBe("not_breached");
    }

    [Fact]
    public async Task A_tenant_without_a_customer_is_skipped_and_others_are_credited()
    {
        var (paying, offline) = (await _stage.App.Tenant("paying", "Paying"), await _stage.App.Tenant("offline", "Offline"));
        await _stage.SubscribeTenant(paying, await _stage.Price("Pro", 4_900));
        await _stage.Projected();
        var customer = (await _stage.One("customers")).GetProperty("id").GetString()!;
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var input = new { sla_id = Sla, starts_on = day };
        await Breach(paying, day);
        await Breach(offline, day);

        var selected = await Select(day);
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get("/ops/slas");
        var before = owner.Page;
        var preview = await _stage.App.Preview("sla.credit", selected, input);
        await _stage.Ended(await _stage.App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() }));
        await owner.Get("/ops/slas");
        var after = owner.Page;
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                "update agreements.periods set ends_at = now() - interval '31 days' where tenant_id = 'tnt_platform' and sla_id = @Sla",
                new { Sla }
            );
            await work.Commit();
        }
        await owner.Get("/ops/slas");

        before.ShouldContain("2 tenants, 1 without a customer");
        before.ShouldContain($"credit-{Sla}-");
        after.ShouldContain("1 tenant, 1 without a customer");
        after.ShouldNotContain($"credit-{Sla}-"); // nothing is left that the console can do
        owner.Page.ShouldNotContain("Credits to give");
        selected.ShouldBe([customer, offline]);
        preview.GetProperty("subjects").EnumerateArray().Select(subject => subject.GetProperty("refusal").GetString()).ShouldBe([null, "no_customer"]);
        (await Balance(customer)).ShouldBe(-1_225);
        (await Select(day)).ShouldBe([offline]);
        (await _stage.App.Refusal("sla.credit", offline, input)).ShouldBe("no_customer");
    }

    [Fact]
    public async Task A_tenant_with_nothing_to_credit_is_not_listed_and_a_customer_in_test_mode_is_never_credited()
    {
        var (free, testing) = (await _stage.App.Tenant("free", "Free"), await _stage.App.Tenant("testing", "Testing"));
        await _stage.Create("/v1/customers", ("name", "Free"), ("metadata[tenant_id]", free));
        await _stage.Projected();
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var input = new { sla_id = Sla, starts_on = day };
        await AddTestCustomer("cus_testing", testing);
        var owner = await TestBrowser.Owner(_stage.Console);

        await Breach(free, day);
        await owner.Get("/ops/slas");
        var (onlyFree, selectedFree) = (owner.Page, await Select(day));
        await Breach(testing, day);
        await owner.Get("/ops/slas");
        var selected = await Select(day);

        onlyFree.ShouldNotContain("Credits to give");
        selectedFree.ShouldBeEmpty();
        owner.Page.ShouldContain("1 tenant, 1 with only a test-mode customer");
        owner.Page.ShouldNotContain($"credit-{Sla}-");
        selected.ShouldBe([testing]);
        (await _stage.App.Refusal("sla.credit", testing, input)).ShouldBe("test_customer");
        (await _stage.App.Refusal("sla.credit", "cus_testing", input)).ShouldBe("test_customer");
        (await Select(day, Mode.Test)).ShouldBeEmpty();
    }

    /// <summary>Adds a customer of a test-mode account who pays 49.00 a month and belongs to a live tenant.</summary>
    private async Task AddTestCustomer(string id, string tenant)
    {
        await using var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, tenant]);
        await work.Execute(
            """
            insert into billing.customers (tenant_id, account_id, id, mode, balance_minor, is_delinquent, created_at, synced_at)
            values (@tenant, 'acct_test', @id, 'test', 0, false, now(), now())
            """,
            new { id, tenant }
        );
        await work.Execute(
            """
            insert into billing.subscription_mrr (tenant_id, account_id, subscription_id, from_at, price_id, customer_id, mode, currency, mrr_minor)
            values (@tenant, 'acct_test', 'sub_testing', now() - interval '40 days', 'price_1', @id, 'test', 'EUR', 4900)
            """,
            new { id, tenant }
        );
        await work.SetName([(id, tenant)], "stripe_customer", id);
        await work.Commit();
    }

    private async Task Breach(string tenant, DateOnly day)
    {
        await using var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, tenant]);
        await work.Execute(
            """
            insert into agreements.periods (tenant_id, sla_id, starts_on, ends_on, starts_at, ends_at, target, measured_at, closed_at)
            values ('tnt_platform', @Sla, @day, @day, now() - interval '1 day', now() + interval '1 day', 99.9, now(), now())
            on conflict do nothing
            """,
            new { Sla, day }
        );
        await work.Execute(
            """
            insert into agreements.results (tenant_id, sla_id, starts_on, ends_on, events, bad, actual, state, credit_percent)
            values (@tenant, @Sla, @day, @day, 86400, 3600, 95.833, 'breached', 25)
            """,
            new
            {
                tenant,
                Sla,
                day,
            }
        );
        await work.Commit();
    }

    private async Task<IReadOnlyList<string>> Select(DateOnly day, Mode mode = Mode.Live)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sla"] = Sla,
            ["starts_on"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        var list = ISubjectQuery.Of("stripe_customer", query, _stage.Console.Services.GetServices<ISubjectQuery>());
        await using var work = await _stage.Console.Database.Read();
        return await list.ShouldBeOfType<MatchingSlaCustomers>().Find(Caller.System, mode, query, 10, work);
    }

    private async Task<long> Balance(string customer) => (await _stage.Read("customers", customer)).GetProperty("balance").GetInt64();
}
