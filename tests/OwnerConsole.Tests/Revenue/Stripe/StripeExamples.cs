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
