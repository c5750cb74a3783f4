using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All payments. Failed ones that are still unpaid come first.</summary>
public sealed class PaymentList()
    : BillingList<BillingPayment, PaymentView, PaymentsPage>(
        new("payments", "Payments")
        {
            Synonyms = "charges, failed payments, declined, transactions, cards",
            SearchedColumns = ["id", "invoice_id"],
            Operations = [Sync, "payment.refund"],
            UrgentColumn = "is_unpaid",
            Choices = [BillingChoice.OfStatuses("succeeded", "pending", "failed"), RecordSyncSql.Choice],
        }
    )
{
    /// <summary>Name of the operation that reads payments again.</summary>
    public const string Sync = "payment.sync";

    protected override string Columns =>
        $"""
            {CustomerColumns}, x.invoice_id, x.status, x.is_unpaid, x.currency, x.amount_minor, x.refunded_minor, x.is_disputed, x.method,
                   x.failure_code, x.failure_message, {RecordSyncSql.Column} as sync, x.synced_at
            """;

    protected override IReadOnlyList<FileColumn<BillingPayment>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("amount", row => row.Amount.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("status", row => row.Status) { Word = "status" },
        new("unpaid", row => row.IsUnpaid ? "true" : "false") { Word = "status" },
        new("failure_code", row => row.FailureCode) { Word = "status" },
        new("failure_message", row => row.FailureMessage) { Word = "status" },
        new("disputed", row => row.IsDisputed ? "true" : "false") { Word = "status" },
        new("method", row => row.Method) { Word = "method" },
        new("invoice_id", row => row.InvoiceId) { Word = "invoice" },
        new("refunded", row => row.Refunded.InputText) { Word = "refunded", FieldClasses = [FieldClass.Money] },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
        new("sync", row => row.Sync?.ToText()) { Word = "sync" },
        new("synced_at", row => FileCell.Instant(row.SyncedAt)) { Word = "sync" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of payments.");

    protected override PaymentView ToView(BillingPayment row) => PaymentView.Of(row);
}
