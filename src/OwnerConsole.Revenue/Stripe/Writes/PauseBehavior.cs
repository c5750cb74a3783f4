using System.ComponentModel;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>What happens to invoices while payment collection is paused. The words are Stripe's.</summary>
public enum PauseBehavior
{
    [Description("Keep invoices as drafts")]
    KeepAsDraft,

    [Description("Void invoices")]
    Void,

    [Description("Mark invoices as uncollectible")]
    MarkUncollectible,
}
