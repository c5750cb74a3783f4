using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Reads of objects from Stripe that other modules request.</summary>
public static class StripeReads
{
    /// <summary>Queues the read of an invoice, unless it is queued already or its account isn't connected.</summary>
    /// <param name="requestedBy">Principal that requests it.</param>
    /// <param name="work">Transaction that names the platform and the tenant of the invoice.</param>
    public static async Task RequestInvoice(string account, string invoice, Mode mode, string requestedBy, UnitOfWork work)
    {
        var isNeeded = await work.One<bool>(
            $"""
            select {RequestedReads.IsConnected("i")} and not {RequestedReads.IsPending("i")}
              from billing.invoices i where i.account_id = @account and i.id = @invoice
            """,
            new { account, invoice }
        );
        if (isNeeded)
            await RequestedReads.Open([new(account, invoice, mode, "invoice")], work, requestedBy);
    }
}
