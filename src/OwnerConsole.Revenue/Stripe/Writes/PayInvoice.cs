using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Charges the customer's payment method for an open invoice now, instead of waiting for Stripe's next attempt.</summary>
public sealed class PayInvoice : InvoiceOperation<NoInput>
{
    public const string Name = "invoice.pay";

    public override OperationDefinition Definition =>
        new(Name, "Retry payment", "paid")
        {
            Noun = "invoice",
            Reversal = Reversal.UntilSent,
            IsExternal = true,
            ExternalSystem = "Stripe",
            BulkOrder = 1,
            Synonyms = "collect, charge, failed payment, retry",
        };

    protected override Refusal? FindRefusal(StripeInvoice invoice, NoInput input) =>
        invoice.Status == "uncollectible" ? null : base.FindRefusal(invoice, input);

    public override Decision Decide(StripeInvoice invoice, NoInput input) =>
        new($"The customer's payment method is charged {new Money(invoice.Remaining, invoice.Currency)} for {invoice}.");

    protected override StripeCall CreateCall(StripeInvoice invoice, NoInput input) => new($"{invoice.Path}/pay", Sentence.Say($"{invoice} was paid."));
}
