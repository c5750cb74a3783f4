using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Pays a payment back, in full or in part. It can be stopped for 60 seconds.</summary>
public sealed class RefundPayment : StripeOperation<StripePayment, RefundPayment.Input>
{
    public const string Name = "payment.refund";

    public sealed record Input(
        [Description("Amount to refund in the currency of the payment, such as 12.50. Leave blank for everything that is not refunded yet.")]
            string? Amount = null,
        [Description("Reason that Stripe records.")] RefundReason Reason = RefundReason.RequestedByCustomer,
        [Description("Also creates a credit note of the same amount for the invoice, so that its revenue is corrected.")] bool CreditNote = false
    );

    public override OperationDefinition Definition =>
        new(Name, "Refund payment", "refunded")
        {
            Reversal = Reversal.UntilSent,
            IsExternal = true,
            ExternalSystem = "Stripe",
            IsHarmful = true,
            FieldClasses = [FieldClass.Money],
            Synonyms = "refund, money back, return",
        };

    protected override string Type => "charge";

    public override Task<IReadOnlyList<StripePayment>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => StripePayment.Load(ids, work);

    protected override Refusal? FindRefusal(StripePayment payment, Input input) =>
        payment switch
        {
            { Status: not "succeeded" } => new("not_paid", $"{payment} has not succeeded, so there is nothing to refund."),
            { IsDisputed: true } => new("disputed", $"{payment} is disputed, so it can't be refunded. Answer the dispute in Stripe."),
            { Refundable: <= 0 } => new("already_refunded", $"{payment} is refunded in full."),
            { InvoiceId: null } when input.CreditNote => new("no_invoice", $"{payment} has no invoice that a credit note could be created for."),
            { SharesInvoice: true } when input.CreditNote => new(
                "several_payments",
                $"Several payments have paid the invoice, so Stripe would choose which one is refunded. Refund {payment} without a credit note, and credit the invoice with invoice.credit."
            ),
            _ => AmountOf(payment, input) switch
            {
                null or { Amount: <= 0 } => new("bad_amount", $"Enter an amount of more than 0 with the decimals of its currency."),
                { } amount when amount.Amount > payment.Refundable => new(
                    "too_much",
                    $"Only {new Money(payment.Refundable, payment.Currency)} of {payment} can be refunded."
                ),
                _ => null,
            },
        };

    public override Decision Decide(StripePayment payment, Input input)
    {
        var amount = AmountOf(payment, input)!; // Refuse checks it
        return new(
            input.CreditNote
                ? Sentence.Say($"The customer gets {amount} of {payment} back, with a credit note for the invoice. Stripe keeps its fee.")
                : Sentence.Say($"The customer gets {amount} of {payment} back. Stripe keeps its fee.")
        );
    }

    protected override StripeCall CreateCall(StripePayment payment, Input input)
    {
        var amount = AmountOf(payment, input)!; // Refuse checks it
        var minor = amount.Amount.ToString(CultureInfo.InvariantCulture);
        return input.CreditNote
            ? new(
                "/v1/credit_notes",
                Sentence.Say($"Stripe has refunded {amount} of {payment}, with a credit note."),
                [
                    ("invoice", payment.InvoiceId!), // FindRefusal requires it
                    ("amount", minor),
                    ("refund_amount", minor),
                    ("reason", (input.Reason is RefundReason.RequestedByCustomer ? "order_change" : input.Reason.ToText())),
                ]
            )
            : new(
                "/v1/refunds",
                Sentence.Say($"Stripe has refunded {amount} of {payment}."),
                [("charge", payment.Id), ("amount", minor), ("reason", input.Reason.ToText())]
            );
    }

    /// <returns>Null if the text isn't an amount of the currency.</returns>
    private static Money? AmountOf(StripePayment payment, Input input) =>
        string.IsNullOrWhiteSpace(input.Amount) ? new(payment.Refundable, payment.Currency) : Money.Read(input.Amount.Trim(), payment.Currency);
}

/// <summary>Reasons that Stripe accepts.</summary>
public enum RefundReason
{
    RequestedByCustomer,
    Duplicate,
    Fraudulent,
}
