using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads a customer from Stripe again.</summary>
public sealed class SyncCustomer() : SyncOperation(BillingTable.Customers, "customer")
{
    public override OperationDefinition Definition => Define("stripe_customer.sync", "customer");
}
