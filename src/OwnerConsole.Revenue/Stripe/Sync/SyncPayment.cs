using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads a payment from Stripe again, with its payment intent.</summary>
public sealed class SyncPayment() : SyncOperation(BillingTable.Payments, "charge")
{
    public override OperationDefinition Definition => Define("payment.sync", "payment");
}
