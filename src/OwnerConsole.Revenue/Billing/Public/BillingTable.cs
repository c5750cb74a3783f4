namespace OwnerConsole.Revenue.Billing.Public;

/// <summary>A table of billing records. Its name is that of the value.</summary>
public enum BillingTable
{
    Customers,
    Prices,
    Subscriptions,
    Invoices,
    Payments,
    Refunds,
    Disputes,
}
