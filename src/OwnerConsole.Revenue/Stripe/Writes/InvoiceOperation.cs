using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Changes an invoice in Stripe.</summary>
public abstract class InvoiceOperation<TInput> : StripeOperation<StripeInvoice, TInput>
    where TInput : notnull
{
    protected override string Type => "invoice";

    public override Task<IReadOnlyList<StripeInvoice>> Load(IReadOnlyList<string> ids, TInput input, UnitOfWork work) => StripeInvoice.Load(ids, work);

    /// <summary>Refuses invoices that are not open.</summary>
    protected override Refusal? FindRefusal(StripeInvoice invoice, TInput input) =>
        invoice.Status switch
        {
            "open" => null,
            "draft" => new("draft", $"{invoice} is a draft. Stripe finalizes it first."),
            "paid" => new("already_paid", $"{invoice} is paid."),
            _ => new("closed", $"{invoice} is void or uncollectible."),
        };
}
