using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All disputes. Those that need a response come first.</summary>
public sealed class DisputeList()
    : BillingList<BillingDispute, DisputeView, DisputesPage>(
        new("disputes", "Disputes")
        {
            Synonyms = "chargebacks, inquiries, fraud, evidence",
            SearchedColumns = ["id", "payment_id"],
            UrgentColumn = "needs_response",
            Choices =
            [
                BillingChoice.OfStatuses(
                    [new("needs_response", "x.needs_response")], // includes inquiries
                    "under_review",
                    "won",
                    "lost",
                    "warning_needs_response",
                    "warning_under_review",
                    "warning_closed",
                    "prevented"
                ),
            ],
        }
    )
{
    protected override string Columns =>
        $"{CustomerColumns}, x.payment_id, x.status, x.needs_response, x.currency, x.amount_minor, x.reason, x.evidence_due_at, x.synced_at";

    protected override IReadOnlyList<FileColumn<BillingDispute>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("amount", row => row.Amount.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("status", row => row.Status) { Word = "status" },
        new("reason", row => row.Reason) { Word = "reason" },
        new("evidence_due_at", row => FileCell.Instant(row.EvidenceDueAt)) { Word = "evidence_due_at" },
        new("payment_id", row => row.PaymentId) { Word = "payment" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of disputes.");

    protected override DisputeView ToView(BillingDispute row) => DisputeView.Of(row);
}
