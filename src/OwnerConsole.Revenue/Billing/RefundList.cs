using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All refunds.</summary>
public sealed class RefundList()
    : BillingList<BillingRefund, PaymentRefundView, RefundsPage>(
        new("refunds", "Refunds")
        {
            Synonyms = "money back, returned payments",
            SearchedColumns = ["id", "payment_id"],
            Choices = [BillingChoice.OfStatuses("succeeded", "pending", "requires_action", "failed", "canceled")],
        }
    )
{
    protected override string Columns => $"{CustomerColumns}, x.payment_id, x.status, x.currency, x.amount_minor, x.reason, x.failure_reason, x.synced_at";

    protected override IReadOnlyList<FileColumn<BillingRefund>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("amount", row => row.Amount.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("status", row => row.Status) { Word = "status" },
        new("failure_reason", row => row.FailureReason) { Word = "status" },
        new("reason", row => row.Reason) { Word = "reason" },
        new("payment_id", row => row.PaymentId) { Word = "payment" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of refunds.");

    protected override PaymentRefundView ToView(BillingRefund row) => PaymentRefundView.Of(row);
}
