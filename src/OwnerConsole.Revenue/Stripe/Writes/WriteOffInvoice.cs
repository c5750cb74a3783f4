using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Marks an open invoice as a bad debt. It can still be paid or voided later.</summary>
public sealed class WriteOffInvoice : InvoiceOperation<NoInput>
{
    public const string Name = "invoice.mark_uncollectible";

    public override OperationDefinition Definition =>
        new(Name, "Mark uncollectible", "marked uncollectible")
        {
            Noun = "invoice",
            Group = ActionGroup.Danger,
            Reversal = Reversal.Never,
            IsExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "write off, bad debt",
        };

    public override Decision Decide(StripeInvoice invoice, NoInput input) =>
        new($"{invoice} is written off: {new Money(invoice.Remaining, invoice.Currency)} is not expected any more. Stripe stops collecting it.");

    protected override StripeCall CreateCall(StripeInvoice invoice, NoInput input) =>
        new($"{invoice.Path}/mark_uncollectible", Sentence.Say($"{invoice} is marked uncollectible."));
}
