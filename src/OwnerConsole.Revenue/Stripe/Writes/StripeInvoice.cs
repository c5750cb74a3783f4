using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about an invoice that operations check.</summary>
/// <param name="Status">draft, open, paid, void or uncollectible.</param>
/// <param name="Remaining">Amount that is still to be paid, in minor units.</param>
/// <param name="Paid">Amount that was paid, without what credit notes have given back, in minor units.</param>
public sealed record StripeInvoice(
    string Id,
    string AccountId,
    Mode Mode,
    string TenantId,
    string Status,
    long Remaining,
    long Paid,
    string Currency,
    bool IsRequested
) : IStripeRecord
{
    public string Path => $"/v1/invoices/{Uri.EscapeDataString(Id)}";

    /// <summary>Changes with each payment and credit note, so that a preview with another amount becomes outdated.</summary>
    public long Revision => RevisionHash.Of(Status, Remaining.ToString(CultureInfo.InvariantCulture), Paid.ToString(CultureInfo.InvariantCulture));

    public static async Task<IReadOnlyList<StripeInvoice>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await StripeRequests.Lock("invoices", ids, work);
        return await work.List<StripeInvoice>(
            $"""
            select i.id, i.account_id, i.mode, i.tenant_id, i.status, i.remaining_minor as remaining, i.currency,
                   i.paid_minor - coalesce((o.body->>'post_payment_credit_notes_amount')::bigint, 0) as paid, {StripeRequests.IsOpen("i")} as is_requested
              from billing.invoices i
              left join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = i.account_id and o.object_id = i.id
             where i.id = any(@ids) and i.account_id <> '{BillingRecords.ManualAccount}' and (i.mode = 'test' or not @isTest)
             order by i.id
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
    }
}
