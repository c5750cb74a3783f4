using FakeStripe.Http;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Revenue.Billing.Attention;
using OwnerConsole.Tests.Revenue.Stripe;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>A payment fails in Stripe: the contact receives an email, access is restricted, and the payment restores it.</summary>
[Slow(12, "Dunning")]
public sealed class FailedPaymentTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    private MailServer _mail = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = await MailServer.Start();
        _stage = await StripeStage.Open(Mode.Live);
        await _stage.Connect();
        await _mail.Connect(_stage.App);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task A_failed_payment_leads_to_an_email_with_its_reason_and_to_a_suspension_that_the_payment_lifts()
    {
        var reported = await _stage.App.Put(
            "/api/v1/tenants/ext:lumen",
            new
            {
                name = "Lumen",
                contact_email = "ann@lumen.example",
                time_zone = DunningClock.Noon,
            }
        );
        var tenant = reported.GetProperty("id").GetString()!;
        await _stage.App.Run("dunning.turn_on", IdGenerator.Platform);
        var subscription = await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        var customer = (await _stage.Read("subscriptions", subscription)).GetProperty("customer").GetString()!;
        await _stage.Create("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("default_payment_method", await _stage.Card(customer)));
        _stage.Server.Clock.Advance(TimeSpan.FromDays(32));
        await _stage.Projected();
        await Poll.Until(async () => (await _stage.App.Get("/api/v1/dunning?decline=retry_later")).GetProperty("data").GetArrayLength() == 1);

        await _stage.Console.Advance();
        await _stage.Console.AdvanceTo(tenant, 0);
        var email = await _mail.Next();

        email.To.Address.ShouldBe("ann@lumen.example");
        email.Subject.ShouldBe("Time Bot: your payment of 49.00 EUR failed");
        email.Text.ShouldContain("because the bank declined the payment.");
        var unpaid = (await _stage.App.Get("/api/v1/dunning?decline=retry_later")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        var invoice = unpaid.GetProperty("id").GetString()!;
        (unpaid.GetProperty("stage").GetString(), unpaid.GetProperty("next_step").GetString()).ShouldBe(("reminded", "3_email"));
        email.Text.ShouldContain($"Pay now: {(await _stage.Read("invoices", invoice)).GetProperty("hosted_invoice_url").GetString()}");

        await _stage.Console.AdvanceThrough(tenant, 12, 14, 22);
        (await _stage.App.Status(tenant)).ShouldBe("suspended");
        await Poll.Until(async () => // Stripe carries out the cancellation later
        {
            await _stage.Console.AdvanceTo(tenant, 46);
            return (await _stage.Console.Steps(tenant)).EndsWith("45_cancel done", StringComparison.Ordinal);
        });
        (await _stage.Read("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean().ShouldBeTrue();
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/invoices/{invoice}/pay", ("payment_method", await _stage.Card(customer)));
        await _stage.Projected();
        await _stage.Console.Advance();

        (await _stage.App.Status(tenant)).ShouldBe("active");
        await Poll.Until(async () => !(await _stage.Read("subscriptions", subscription)).GetProperty("cancel_at_period_end").GetBoolean());
        (await Expiring(tenant)).ShouldBeEmpty();
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute(
                """
                update stripe.objects set body = jsonb_set(jsonb_set(body, '{card,exp_year}', to_jsonb(extract(year from now() - interval '10 days')::int)), '{card,exp_month}', to_jsonb(extract(month from now() - interval '10 days')::int))
                 where tenant_id = 'tnt_platform' and type = 'payment_method' and customer = @customer
                """,
                new { customer }
            );
            await work.Execute("update stripe.objects set is_projected = false where object_id = @customer", new { customer });
            await work.Commit();
        }
        await _stage.Projected();
        (await Expiring(tenant)).ShouldNotBeEmpty();
        (await _stage.Console.Events(tenant))[^1].ShouldBe("dunning.resolved recovered full");
        var owner = await TestBrowser.Owner(_stage.Console);
        await owner.Get($"/revenue/dunning/{invoice}");
        owner.Page.ShouldContain("Access is suspended");
        await owner.Get("/revenue/dunning");
        owner.Page.ShouldContain("No failed payments");
        owner.Page.ShouldContain("generic_decline"); // recovered
    }

    [Fact]
    public async Task A_payment_restores_access_after_Stripe_has_refused_the_cancellation_and_while_it_is_being_asked()
    {
        await _stage.App.Run("dunning.turn_on", IdGenerator.Platform);
        var (refused, open) = (await Subscribe("refused"), await Subscribe("open"));
        _stage.Server.Clock.Advance(TimeSpan.FromDays(32));
        await _stage.Projected();
        await Poll.Until(async () => (await _stage.App.Get("/api/v1/dunning?decline=retry_later")).GetProperty("data").GetArrayLength() == 2);
        foreach (var (tenant, _, _) in new[] { refused, open })
            await _stage.Console.AdvanceThrough(tenant, 0, 12, 14, 22);
        (await _stage.App.Status(open.Tenant)).ShouldBe("suspended");
        _stage.Server.Faults.Add("POST", $"/v1/subscriptions/{refused.Subscription}", Fault.Forbidden());
        _stage.Server.Faults.Add("POST", $"/v1/subscriptions/{open.Subscription}", Fault.Slow(TimeSpan.FromSeconds(5)));

        await Poll.Until(async () =>
        {
            await _stage.Console.AdvanceTo(refused.Tenant, 46);
            return (await _stage.Console.Steps(refused.Tenant)).EndsWith("45_cancel refused", StringComparison.Ordinal);
        });
        await _stage.Console.AdvanceTo(open.Tenant, 46);
        await Poll.Until(() => _stage.Server.Faults.CountLeft("POST", $"/v1/subscriptions/{open.Subscription}") == 0); // Stripe is being asked, which takes five seconds
        await Pay(refused.Customer);
        await Pay(open.Customer);
        await Poll.Until(async () =>
        {
            await _stage.Console.Advance();
            return (await _stage.Console.Events(open.Tenant))[^1] == "dunning.resolved recovered full"
                && (await _stage.Console.Events(refused.Tenant))[^1] == "dunning.resolved recovered full";
        });

        (await _stage.App.Status(refused.Tenant), await _stage.App.Status(open.Tenant)).ShouldBe(("active", "active"));
        await Poll.Until(async () => !(await _stage.Read("subscriptions", open.Subscription)).GetProperty("cancel_at_period_end").GetBoolean());
        (await _stage.Console.Steps(open.Tenant)).ShouldEndWith("21_suspend done"); // the cancellation is undone, and never was a step
        await using var work = await _stage.Console.Database.Read();
        (await work.One<long>("select count(*) from core.runs where operation = 'subscription.cancel' and undo_of is not null")).ShouldBe(1);
    }

    /// <summary>Adds a tenant with a subscription whose next payment fails.</summary>
    private async Task<(string Tenant, string Subscription, string Customer)> Subscribe(string name)
    {
        var reported = await _stage.App.Put($"/api/v1/tenants/ext:{name}", new { name, time_zone = DunningClock.Noon });
        var tenant = reported.GetProperty("id").GetString()!;
        var subscription = await _stage.SubscribeTenant(tenant, await _stage.Price($"Plan {name}", 4_900));
        var customer = (await _stage.Read("subscriptions", subscription)).GetProperty("customer").GetString()!;
        await _stage.Create("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("default_payment_method", await _stage.Card(customer)));
        return (tenant, subscription, customer);
    }

    private async Task Pay(string customer)
    {
        var invoice = (await _stage.App.Get($"/api/v1/dunning?customer={customer}")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/invoices/{invoice}/pay", ("payment_method", await _stage.Card(customer)));
    }

    private async Task<IReadOnlyList<string>> Expiring(string tenant)
    {
        await using var work = await _stage.Console.Database.Read();
        return [.. (await new ExpiringCards().FindFor(tenant, Mode.Live, work)).Select(item => item.Address)];
    }

    [Fact]
    public async Task A_step_waits_until_an_old_copy_of_the_invoice_is_read_again()
    {
        var reported = await _stage.App.Put("/api/v1/tenants/ext:copy", new { name = "Copy", time_zone = DunningClock.Noon });
        var tenant = reported.GetProperty("id").GetString()!;
        var subscription = await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        var customer = (await _stage.Read("subscriptions", subscription)).GetProperty("customer").GetString()!;
        await _stage.Create("/v1/payment_methods/pm_card_chargeCustomerFail/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/subscriptions/{subscription}", ("default_payment_method", await _stage.Card(customer)));
        _stage.Server.Clock.Advance(TimeSpan.FromDays(32));
        await _stage.Projected();
        var invoice = (await _stage.App.Get("/api/v1/dunning")).GetProperty("data")[0].GetProperty("id").GetString()!;
        _stage.Server.Webhooks.Lose = _ => true; // the payment is made, but the console doesn't learn of it
        await _stage.Create("/v1/payment_methods/pm_card_visa/attach", ("customer", customer));
        await _stage.Stripe(HttpMethod.Post, $"/v1/invoices/{invoice}/pay", ("payment_method", await _stage.Card(customer)));
        await using (var work = await _stage.Console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            await work.Execute("update billing.invoices set synced_at = now() - interval '1 hour' where id = @invoice", new { invoice });
            await work.Commit();
        }

        await _stage.App.Run("dunning.turn_on", IdGenerator.Platform);
        await _stage.Console.Advance();
        await _stage.Console.AdvanceTo(tenant, 22);
        await Poll.Until(async () => (await _stage.App.Get("/api/v1/dunning")).GetProperty("data").GetArrayLength() == 0);
        await _stage.Console.Advance();

        (await _stage.Console.Emails(tenant)).ShouldBeEmpty();
        (await _stage.Console.Steps(tenant)).ShouldBe("");
        (await _stage.App.Status(tenant)).ShouldBe("active");
    }
}
