using System.ComponentModel;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>What happens to the difference in price for the rest of the current period. The words are Stripe's.</summary>
public enum Proration
{
    [Description("Add the difference to the next invoice")]
    CreateProrations,

    [Description("Invoice the difference now")]
    AlwaysInvoice,

    [Description("Don't charge the difference")]
    None,
}
