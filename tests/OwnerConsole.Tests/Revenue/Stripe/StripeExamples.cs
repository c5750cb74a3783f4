using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

public sealed class ConnectStripeExample : Example
{
    private static int s_made;

    public override string OperationName => "stripe.connect";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Settings()));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                mode = "live",
                api_key = "rk_test_4eC39HqLyjWDarjtT1zdp7dc",
                signing_secret = "whsec_abcdefghij",
            }
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, IdGenerator.Platform, Settings());
        return true;
    }

    /// <summary>A key of test mode. Nothing answers at the address of Stripe's API in these tests.</summary>
    internal static JsonElement Settings()
    {
        var number = Interlocked.Increment(ref s_made);
        return Json.Element(
            new
            {
                mode = "test",
                api_key = $"rk_test_4eC39HqLyjWDarj{number}",
                signing_secret = $"whsec_5WbX5kEWLlfzsGNjH64I8{number}",
            }
        );
    }
}

public sealed class DisconnectStripeExample : Example
{
    public override string OperationName => "stripe.disconnect";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("stripe.connect", IdGenerator.Platform, ConnectStripeExample.Settings());
        return new(IdGenerator.Platform, Json.Element(new { mode = "test" }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("stripe.connect", IdGenerator.Platform, ConnectStripeExample.Settings());
        return true;
    }
}

public sealed class ReplayStripeEventExample : Example
{
    public override string OperationName => "stripe_event.replay";

    // The object's work is held back, so the replayed event stays pending.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var received = stage.NewId("evt");
        await stage.Force(
            """
            insert into stripe.events (tenant_id, account_id, event_id, mode, type, object_type, object_id, state, attempts, error, created_at, received_at, body)
            values ('tnt_platform', 'acct_1', @received, 'test', 'invoice.paid', 'invoice', 'in_' || @received, 'failed', 3, 'Stripe is down.', now(), now(), '{}');
            insert into core.entity_names (id, kind, name) values (@received, 'stripe_event', 'invoice.paid');
            insert into work.lanes (lane, due, open_until) values ('stripe:acct_1:in_' || @received, '2100-01-01', '2100-01-01')
            """,
            ("received", received)
        );
        return new(received);
    }
}

public sealed class MatchStripeCustomerExample : Example
{
    public override string OperationName => "stripe_customer.match";

    public override JsonElement? RefusedInput => Json.Element(new { tenant = "tnt_nobody" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Customer(stage), Json.Element(new { tenant = await stage.Tenant() }));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("stripe_customer.unmatch", run.Lines[0].SubjectId);
        return true;
    }

    /// <summary>Adds a customer that belongs to no tenant.</summary>
    internal static async Task<string> Customer(LawHarness stage)
    {
        var customer = stage.NewId("cus");
        await stage.Force(
            """
            insert into billing.customers (tenant_id, account_id, id, mode, balance_minor, is_delinquent, created_at, synced_at)
            values ('tnt_platform', 'acct_1', @customer, 'live', 0, false, now(), now());
            insert into billing.invoices
              (tenant_id, account_id, id, mode, customer_id, status, currency, total_minor, paid_minor, remaining_minor, attempts, collection_method, created_at, synced_at)
            values ('tnt_platform', 'acct_1', 'in_' || @customer, 'live', @customer, 'open', 'EUR', 4900, 0, 4900, 1, 'charge_automatically', now(), now());
            insert into core.entity_names (id, kind, name) values (@customer, 'stripe_customer', @customer)
            """,
            ("customer", customer)
        );
        return customer;
    }
}

public sealed class UnmatchStripeCustomerExample : Example
{
    public override string OperationName => "stripe_customer.unmatch";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var customer = await MatchStripeCustomerExample.Customer(stage);
        await stage.Run("stripe_customer.match", customer, new { tenant = await stage.Tenant() });
        return new(customer);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("stripe_customer.match", run.Lines[0].SubjectId, new { tenant = await stage.Tenant() });
        return true;
    }
}
