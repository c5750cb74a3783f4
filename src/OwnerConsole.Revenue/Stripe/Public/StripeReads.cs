using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Reads of objects from Stripe that other modules request.</summary>
public static class StripeReads
{
    /// <summary>Queues the read of an invoice, unless it is queued already.</summary>
    /// <param name="requestedBy">Principal that requests it.</param>
    /// <param name="work">Transaction that names the platform and the tenant of the invoice.</param>
    /// <returns>False if its account isn't connected, or if a read has failed in the last hour.</returns>
    public static async Task<bool> RequestInvoice(string account, string invoice, Mode mode, string requestedBy, UnitOfWork work)
    {
        var state = await work.One<string>(
            $"""
            select case when not {RequestedReads.IsConnected("i")} then 'unread' when {RequestedReads.IsPending("i")} then 'pending'
                        when exists (select from stripe.reads r where r.tenant_id = 'tnt_platform' and r.account_id = i.account_id and r.object_id = i.id
                                        and r.failed_at > now() - interval '1 hour') then 'unread'
                        else 'needed' end
              from billing.invoices i where i.account_id = @account and i.id = @invoice
            """,
            new { account, invoice }
        );
        if (state is "needed")
            await RequestedReads.Open([new(account, invoice, mode, "invoice")], work, requestedBy);
        return state is "needed" or "pending";
    }
}
