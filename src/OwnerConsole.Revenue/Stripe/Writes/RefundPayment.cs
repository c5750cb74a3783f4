using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Pays a payment back, in full or in part. It can be stopped for 60 seconds.</summary>
/// <remarks>Credits are voided in the transaction that completes the run, so that a stopped or refused refund voids none.</remarks>
public sealed class RefundPayment(IEnumerable<IUnusedCredits> ledgers) : StripeOperation<StripePayment, RefundPayment.Input>
{
    public const string Name = "payment.refund";

    private const string VoidPermission = "credit.void";

    private const int MaxCredits = 20;

    public sealed record Input(
        [Description("Amount to refund in the currency of the payment, such as 12.50. Leave blank for everything that is not refunded yet.")]
            string? Amount = null,
        [Description("Reason that Stripe records.")] RefundReason Reason = RefundReason.RequestedByCustomer,
        [Description("Also creates a credit note of the same amount for the invoice, so that its revenue is corrected.")] bool CreditNote = false,
        [Description("Also voids the unused credits that the payment bought, once Stripe has refunded it.")] bool VoidCredits = false,
        [Description("Credit grants whose unused credits are voided, such as crd_1234, one per line. Leave blank for those granted for this payment.")]
            IReadOnlyList<string>? Credits = null
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

    public override async Task<IReadOnlyList<StripePayment>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var payments = await StripePayment.Load(ids, work);
        if (payments.Count == 0)
            return payments;
        var (named, found) = (TenantTargets.Values(input.Credits), new List<UnusedCredits>());
        var mayVoid = work.Caller is not { } caller || caller.Can(VoidPermission);
        foreach (var ledger in ledgers) // one, or none if the product is built without limits
            found.AddRange(await ledger.Find(named.Length > 0 ? [] : [.. payments.Select(payment => payment.Id)], named, work));
        return
        [
            .. payments.Select(payment =>
                payment with
                {
                    MayVoidCredits = mayVoid,
                    Credits = [.. found.Where(credit => credit.TenantId == payment.TenantId && (named.Length > 0 || credit.PaymentId == payment.Id))],
                }
            ),
        ];
    }

    public override Task<IReadOnlyList<StripePayment>> LoadForUndo(IReadOnlyList<string> ids, Input input, UnitOfWork work) => StripePayment.Load(ids, work);

    public override void Validate(Input input, CancellationToken stop)
    {
        if (input.Credits?.Count > MaxCredits)
            throw Problem.Invalid("input.credits", $"can have at most {MaxCredits} grants.");
        if (!input.VoidCredits && TenantTargets.Values(input.Credits).Length > 0)
            throw Problem.Invalid("input.void_credits", "must be true if credits are named.");
    }

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
                _ when input.VoidCredits && !payment.MayVoidCredits => new(
                    "credits_not_permitted",
                    $"You can't void credits. Refund {payment} without voiding credits, or ask a team member with the permission credit.void."
                ),
                _ when payment.Credits.Count < TenantTargets.Values(input.Credits).Length => new(
                    "unknown_credit",
                    $"One of the credit grants has no unused credits, or doesn't belong to the tenant of {payment}. Open the tenant to see its credits."
                ),
                _ => null,
            },
        };

    public override Decision Decide(StripePayment payment, Input input)
    {
        var amount = AmountOf(payment, input)!; // Refuse checks it
        var says = input.CreditNote
            ? Sentence.Say($"The customer gets {amount} of {payment} back, with a credit note for the invoice. Stripe keeps its fee.")
            : Sentence.Say($"The customer gets {amount} of {payment} back. Stripe keeps its fee.");
        if (input.VoidCredits)
            says.AppendLiteral(
                payment.Credits.Count == 0
                    ? " No credits are voided, because the console knows of no unused credits that it bought. Enter the grants here, or void them on the page of the tenant."
                    : " Credits that are unused when Stripe has refunded it are voided; an undo can't restore them."
            );
        return new(says, [.. VoidedCredits(payment, input).Select(credit => new Effect(credit.Feature, Allowance.Plain(credit.Rest), "0"))]);
    }

    /// <remarks>Also lists credits that are not voided, so that the person knows of them.</remarks>
    protected override Task<IReadOnlyList<SummaryLine>> Summarise(StripePayment payment, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<SummaryLine>>([
            .. payment.Credits.Select(credit => new SummaryLine(
                $"Unused credits for {credit.Feature}",
                Allowance.Plain(credit.Rest),
                input.VoidCredits ? "0" : Allowance.Plain(credit.Rest)
            )),
        ]);

    protected override StripeCall CreateCall(StripePayment payment, Input input)
    {
        var amount = AmountOf(payment, input)!; // Refuse checks it
        var minor = amount.Amount.ToString(CultureInfo.InvariantCulture);
        var call = input.CreditNote
            ? new StripeCall(
                "/v1/credit_notes",
                Sentence.Say($"Stripe has refunded {amount} of {payment}, with a credit note."),
                [
                    ("invoice", payment.InvoiceId!), // FindRefusal requires it
                    ("amount", minor),
                    ("refund_amount", minor),
                    ("reason", (input.Reason is RefundReason.RequestedByCustomer ? "order_change" : input.Reason.ToText())),
                ]
            )
            : new StripeCall(
                "/v1/refunds",
                Sentence.Say($"Stripe has refunded {amount} of {payment}."),
                [("charge", payment.Id), ("amount", minor), ("reason", input.Reason.ToText())]
            );
        return call with { Credits = [.. VoidedCredits(payment, input).Select(credit => credit.CreditId)] };
    }

    private static IReadOnlyList<UnusedCredits> VoidedCredits(StripePayment payment, Input input) => input.VoidCredits ? payment.Credits : [];

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
