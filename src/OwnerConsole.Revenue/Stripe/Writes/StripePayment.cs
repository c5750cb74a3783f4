using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about a payment that operations check.</summary>
/// <param name="Status">succeeded, pending or failed.</param>
/// <param name="SharesInvoice">Whether other payments have paid a part of its invoice.</param>
/// <param name="Refundable">Amount that is not refunded yet, in minor units.</param>
public sealed record StripePayment(
    string Id,
    string AccountId,
    Mode Mode,
    string TenantId,
    string Status,
    bool IsDisputed,
    long Refundable,
    string Currency,
    string? InvoiceId,
    bool SharesInvoice,
    bool IsRequested
) : IStripeRecord
{
    /// <summary>Changes with each refund, so that a preview of a partial refund becomes outdated.</summary>
    public long Revision => Refundable;

    /// <summary>Unused credits that its refund can void.</summary>
    public IReadOnlyList<UnusedCredits> Credits { get; init; } = [];

    /// <summary>Whether the caller can void credits.</summary>
    public bool MayVoidCredits { get; init; } = true;

    public static async Task<IReadOnlyList<StripePayment>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await StripeRequests.Lock("payments", ids, work);
        return await work.List<StripePayment>(
            $"""
            select p.id, p.account_id, p.mode, p.tenant_id, p.status, exists (select from billing.disputes d where d.account_id = p.account_id and d.payment_id = p.id and d.status in ('needs_response', 'under_review', 'lost')) as is_disputed,
                   p.amount_minor - p.refunded_minor as refundable, p.currency, p.invoice_id,
                   exists (select from billing.payments o where o.invoice_id = p.invoice_id and o.account_id = p.account_id and o.id <> p.id and o.status = 'succeeded') as shares_invoice, {StripeRequests.IsOpen(
                "p"
            )} as is_requested
              from billing.payments p
             where p.id = any(@ids) and p.account_id <> '{BillingRecords.ManualAccount}' and (p.mode = 'test' or not @isTest)
             order by p.id
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
    }
}
