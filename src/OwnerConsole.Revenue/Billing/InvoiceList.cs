using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All invoices.</summary>
public sealed class InvoiceList()
    : BillingList<BillingInvoice, InvoiceView, InvoicesPage>(
        new("invoices", "Invoices")
        {
            Synonyms = "bills, open invoices, overdue, receipts",
            SearchedColumns = ["id", "number", "subscription_id"],
            Operations =
            [
                Sync,
                "invoice.pay",
                "invoice.send",
                "invoice.credit",
                "invoice.mark_uncollectible",
                "invoice.void",
                "manual_invoice.mark_paid",
                "manual_invoice.void",
            ],
            Choices = [BillingChoice.OfStatuses("draft", "open", "paid", "uncollectible", "void"), RecordSyncSql.Choice],
        }
    )
{
    /// <summary>Name of the operation that reads invoices again.</summary>
    public const string Sync = "invoice.sync";

    protected override string Columns =>
        $"""
            {CustomerColumns}, x.subscription_id, x.number, x.status, coalesce(x.status = 'open' and x.due_at < now(), false) as is_overdue, x.reason,
                   x.currency, x.total_minor, x.paid_minor, x.remaining_minor, x.attempts, x.next_attempt_at, x.collection_method, x.due_at, x.paid_at,
                   x.page_url, x.pdf_url, {RecordSyncSql.Column} as sync, x.synced_at
            """;

    protected override IReadOnlyList<FileColumn<BillingInvoice>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("number", row => row.Number),
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("subscription_id", row => row.SubscriptionId),
        new("status", row => row.Status) { Word = "status" },
        new("reason", row => row.Reason) { Word = "status" },
        new("total", row => row.Total.InputText) { Word = "total", FieldClasses = [FieldClass.Money] },
        new("paid", row => row.Paid.InputText) { Word = "total", FieldClasses = [FieldClass.Money] },
        new("remaining", row => row.Remaining.InputText) { Word = "remaining", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("due_at", row => FileCell.Instant(row.DueAt)) { Word = "due_at" },
        new("paid_at", row => FileCell.Instant(row.PaidAt)) { Word = "paid_at" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
        new("sync", row => row.Sync?.ToText()) { Word = "sync" },
        new("synced_at", row => FileCell.Instant(row.SyncedAt)) { Word = "sync" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of invoices.");

    protected override InvoiceView ToView(BillingInvoice row) => InvoiceView.Of(row);
}
