using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads a subscription from Stripe again.</summary>
public sealed class SyncSubscription() : SyncOperation(BillingTable.Subscriptions, "subscription")
{
    public override OperationDefinition Definition => Define("subscription.sync", "subscription");
}
