using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Lets Stripe email an open invoice to the customer, with a link to pay it.</summary>
public sealed class SendInvoice : InvoiceOperation<NoInput>
{
    public const string Name = "invoice.send";

    public override OperationDefinition Definition =>
        new(Name, "Send invoice", "sent")
        {
            Group = ActionGroup.Communication,
            Reversal = Reversal.UntilSent,
            IsExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "email, remind, resend",
        };

    public override Decision Decide(StripeInvoice invoice, NoInput input) => new($"Stripe emails {invoice} to the customer.");

    protected override StripeCall CreateCall(StripeInvoice invoice, NoInput input) => new($"{invoice.Path}/send", Sentence.Say($"Stripe has sent {invoice}."));
}
