using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Stripe;

public sealed class SyncSubscriptionExample : SubscriptionExample
{
    public override string OperationName => "subscription.sync";

    public override Task<bool> MoveOn(LawHarness stage, Run run) => SyncExamples.Read(stage, run);
}

public sealed class SyncInvoiceExample : InvoiceExample
{
    public override string OperationName => "invoice.sync";

    public override Task<bool> MoveOn(LawHarness stage, Run run) => SyncExamples.Read(stage, run);
}

public sealed class SyncPaymentExample : PaymentExample
{
    public override string OperationName => "payment.sync";

    public override Task<bool> MoveOn(LawHarness stage, Run run) => SyncExamples.Read(stage, run);
}

public sealed class SyncCustomerExample : Example
{
    public override string OperationName => "stripe_customer.sync";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var customer = await MatchStripeCustomerExample.Customer(stage);
        await SyncExamples.Hold(stage, customer);
        return new(customer);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => SyncExamples.Read(stage, run);
}

public sealed class SyncTenantExample : Example
{
    public override string OperationName => "tenant.sync_stripe";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var (tenant, customer) = (await stage.Tenant(), await MatchStripeCustomerExample.Customer(stage));
        await stage.Run("stripe_customer.match", customer, new { tenant });
        await SyncExamples.Hold(stage, customer);
        return new(tenant);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => SyncExamples.Read(stage, run);
}

internal static class SyncExamples
{
    /// <summary>Holds back the read of an object, because nothing answers at the address of Stripe's API in these tests.</summary>
    public static Task Hold(LawHarness stage, string id) =>
        stage.Force("insert into work.lanes (lane, due, open_until) values ('stripe:acct_1:' || @id, '2100-01-01', '2100-01-01')", ("id", id));

    /// <summary>An object that is read can't be withdrawn any more.</summary>
    public static async Task<bool> Read(LawHarness stage, Run run)
    {
        await stage.Force("update stripe.reads set read_at = now() where opened_by = @run", ("run", run.RunId));
        return true;
    }
}
