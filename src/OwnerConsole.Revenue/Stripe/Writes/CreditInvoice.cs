using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Creates a credit note, which reduces what is owed for an open invoice, or gives money of a paid invoice back.</summary>
public sealed class CreditInvoice : InvoiceOperation<CreditInvoice.Input>
{
    public sealed record Input(
        [Description("Amount to credit in the currency of the invoice, such as 12.50. Leave blank for the full amount.")] string? Amount = null,
        [Description("Reason that Stripe prints on the credit note.")] CreditReason Reason = CreditReason.OrderChange,
        [Description("How the customer of a paid invoice gets the amount back.")] CreditTo CreditTo = CreditTo.CustomerBalance
    );

    public override OperationDefinition Definition =>
        new("invoice.credit", "Create credit note", "credited")
        {
            Noun = "invoice",
            Group = ActionGroup.Danger,
            Reversal = Reversal.Never,
            IsExternal = true,
            ExternalSystem = "Stripe",
            FieldClasses = [FieldClass.Money],
            Synonyms = "credit note, reduce invoice, correct invoice, refund",
        };

    protected override Refusal? FindRefusal(StripeInvoice invoice, Input input) =>
        invoice switch
        {
            { Status: "draft" } => base.FindRefusal(invoice, input),
            { Status: "void" } => new("closed", $"{invoice} is void, so there is nothing to credit."),
            _ when CreditableOf(invoice) <= 0 => new("nothing_to_credit", $"{invoice} is already credited in full, or its amount is 0."),
            _ => AmountOf(invoice, input) switch
            {
                null or { Amount: <= 0 } => new("bad_amount", $"Enter an amount of more than 0 with the decimals of its currency."),
                { } amount when amount.Amount > CreditableOf(invoice) => new(
                    "too_much",
                    $"Only {new Money(CreditableOf(invoice), invoice.Currency)} of {invoice} can be credited."
                ),
                _ => null,
            },
        };

    public override Decision Decide(StripeInvoice invoice, Input input)
    {
        var amount = AmountOf(invoice, input)!; // FindRefusal excludes null
        return new(
            !IsPaid(invoice)
                ? Sentence.Say($"The customer will owe {amount} less for {invoice}.")
                : input.CreditTo switch
                {
                    CreditTo.PaymentMethod => Sentence.Say($"The customer gets {amount} of {invoice} back on the payment method. Stripe keeps its fee."),
                    CreditTo.OutsideStripe => Sentence.Say($"A credit note for {amount} of {invoice} will be created. You pay the amount back outside Stripe."),
                    _ => Sentence.Say($"The customer will have {amount} of {invoice} as credit for the next invoices."),
                }
        );
    }

    protected override StripeCall CreateCall(StripeInvoice invoice, Input input)
    {
        var amount = AmountOf(invoice, input)!; // FindRefusal excludes null
        var minor = amount.Amount.ToString(CultureInfo.InvariantCulture);
        return new(
            "/v1/credit_notes",
            Sentence.Say($"A credit note for {amount} of {invoice} was created."),
            [
                ("invoice", invoice.Id),
                ("amount", minor),
                ("reason", input.Reason.ToText()),
                .. IsPaid(invoice) ? [(PartOf(input.CreditTo), minor)] : Array.Empty<(string, string)>(),
            ]
        );
    }

    private static bool IsPaid(StripeInvoice invoice) => invoice.Status == "paid";

    private static long CreditableOf(StripeInvoice invoice) => IsPaid(invoice) ? invoice.Paid : invoice.Remaining;

    private static string PartOf(CreditTo target) =>
        target switch
        {
            CreditTo.PaymentMethod => "refund_amount",
            CreditTo.OutsideStripe => "out_of_band_amount",
            _ => "credit_amount",
        };

    /// <returns>Null if the text isn't an amount of the currency.</returns>
    private static Money? AmountOf(StripeInvoice invoice, Input input) =>
        string.IsNullOrWhiteSpace(input.Amount) ? new(CreditableOf(invoice), invoice.Currency) : Money.Read(input.Amount.Trim(), invoice.Currency);
}

/// <summary>Reasons that Stripe accepts.</summary>
public enum CreditReason
{
    OrderChange,
    Duplicate,
    Fraudulent,
    ProductUnsatisfactory,
}

/// <summary>Ways in which the customer of a paid invoice gets the credited amount.</summary>
public enum CreditTo
{
    [Description("Credit for the next invoices")]
    CustomerBalance,

    [Description("Refund to the payment method")]
    PaymentMethod,

    [Description("Paid back outside Stripe")]
    OutsideStripe,
}
