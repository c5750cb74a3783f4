using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about an invoice that operations check.</summary>
/// <param name="Status">draft, open, paid, void or uncollectible.</param>
/// <param name="Remaining">Amount that is still to be paid, in minor units.</param>
public sealed record StripeInvoice(string Id, string AccountId, Mode Mode, string TenantId, string Status, long Remaining, string Currency, bool IsRequested)
    : IStripeRecord
{
    public string Path => $"/v1/invoices/{Uri.EscapeDataString(Id)}";

    /// <summary>Constant, because operations check the facts again before they send anything.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<StripeInvoice>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<StripeInvoice>(
            $"""
            select i.id, i.account_id, i.mode, i.tenant_id, i.status, i.remaining_minor as remaining, i.currency, {StripeRequests.IsOpen("i")} as is_requested
              from billing.invoices i
             where i.id = any(@ids) and (i.mode = 'test' or not @isTest)
             order by i.id
             {work.ForUpdate("i")}
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
}
