using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Writes the billing records of manual invoices and their payments.</summary>
internal static class InvoiceRecords
{
    /// <summary>How invoices were settled.</summary>
    public static readonly StateRows Settlements = new("manual.settlements", "invoice_id") { Conflict = "other.invoice_id = this.invoice_id" };

    /// <summary>The invoices of tenants.</summary>
    public static readonly StateRows OfTenants = new("manual.invoices", "tenant_id");

    /// <summary>Removes the records of invoices that the current run has removed.</summary>
    public static async Task WriteRemoved(UnitOfWork work) =>
        await Write(await work.List<string>("select invoice_id from manual.invoices where closed_by = @run", new { run = work.RunId }), work);

    /// <summary>Replaces the records of these invoices. An invoice that was removed loses its record.</summary>
    /// <param name="formerPayments">Payments that were undone.</param>
    public static async Task Write(IReadOnlyCollection<string> ids, UnitOfWork work, IReadOnlyCollection<string>? formerPayments = null)
    {
        if (ids.Count == 0)
            return;
        var invoices = await ManualInvoice.Find(ids, work);
        var paid = invoices.Where(invoice => invoice.PaymentId is not null).ToList();
        BillingRecords.Replace(BillingTable.Invoices, Keys(ids), Json.Element(invoices.Select(Invoice)), work);
        BillingRecords.Replace(
            BillingTable.Payments,
            Keys([.. paid.Select(invoice => invoice.PaymentId!), .. formerPayments ?? []]), // not null, see the filter
            Json.Element(paid.Select(Payment)),
            work
        );
    }

    private static IReadOnlyCollection<(string, string)> Keys(IReadOnlyCollection<string> ids) => [.. ids.Select(id => (BillingRecords.ManualAccount, id))];

    private static object Invoice(ManualInvoice invoice)
    {
        var isPaid = invoice.Status == "paid";
        return new
        {
            invoice.TenantId,
            AccountId = BillingRecords.ManualAccount,
            invoice.Id,
            invoice.Mode,
            CustomerId = invoice.TenantId,
            invoice.Number,
            Status = invoice.Status ?? "open",
            Reason = "manual",
            invoice.Currency,
            TotalMinor = invoice.AmountMinor,
            PaidMinor = isPaid ? invoice.AmountMinor : 0,
            RemainingMinor = invoice.Status is null ? invoice.AmountMinor : 0,
            Attempts = 0,
            CollectionMethod = "send_invoice",
            invoice.DueAt,
            PaidAt = isPaid ? invoice.SettledAt : null,
            CreatedAt = invoice.IssuedAt,
            SyncedAt = invoice.ChangedAt,
        };
    }

    private static object Payment(ManualInvoice invoice) =>
        new
        {
            invoice.TenantId,
            AccountId = BillingRecords.ManualAccount,
            Id = invoice.PaymentId,
            invoice.Mode,
            CustomerId = invoice.TenantId,
            invoice.InvoiceId,
            Status = "succeeded",
            IsUnpaid = false,
            invoice.Currency,
            invoice.AmountMinor,
            RefundedMinor = 0,
            IsDisputed = false,
            invoice.Method,
            CreatedAt = invoice.SettledAt,
            SyncedAt = invoice.ChangedAt,
        };
}
