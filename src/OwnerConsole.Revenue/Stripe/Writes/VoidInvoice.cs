using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Makes an open invoice invalid. The customer no longer owes its amount.</summary>
public sealed class VoidInvoice : InvoiceOperation<NoInput>
{
    public const string Name = "invoice.void";

    public override OperationDefinition Definition =>
        new(Name, "Void invoice", "voided")
        {
            Group = ActionGroup.Danger,
            Reversal = Reversal.Never,
            IsExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "cancel invoice, delete invoice",
        };

    protected override Refusal? FindRefusal(StripeInvoice invoice, NoInput input) =>
        invoice.Status == "uncollectible" ? null : base.FindRefusal(invoice, input);

    public override Decision Decide(StripeInvoice invoice, NoInput input) =>
        new($"{invoice} will be void. The customer no longer owes {new Money(invoice.Remaining, invoice.Currency)}.");

    protected override StripeCall CreateCall(StripeInvoice invoice, NoInput input) => new($"{invoice.Path}/void", Sentence.Say($"{invoice} is void."));
}
