using OwnerConsole.Kernel.Operations;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Sync;

/// <summary>Reads an invoice from Stripe again.</summary>
public sealed class SyncInvoice() : SyncOperation(BillingTable.Invoices, "invoice")
{
    public override OperationDefinition Definition => Define("invoice.sync", "invoice");
}
