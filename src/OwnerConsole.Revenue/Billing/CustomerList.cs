using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All customers, with the tenants they belong to.</summary>
public sealed class CustomerList()
    : BillingList<BillingCustomer, CustomerView, CustomersPage>(
        new("customers", "Customers")
        {
            Synonyms = "stripe customers, payers, matching, unmatched",
            CustomerColumn = "id",
            Operations = [Match, Unmatch, Sync, "stripe_customer.update_email", "stripe_customer.create_portal_link"],
            Choices =
            [
                new(
                    "match",
                    "Match",
                    [
                        new("matched", "x.tenant_id <> 'tnt_platform'"),
                        new("proposed", $"{IsUnmatched} and x.proposed_tenant is not null"),
                        new("conflict", $"{IsUnmatched} and x.conflict is not null"),
                        new("none", IsUnmatched, "No tenant"),
                        new("deleted", "x.tenant_id <> 'tnt_platform' and x.deleted_at is not null"),
                    ]
                ),
                RecordSyncSql.Choice,
            ],
        }
    )
{
    /// <summary>Names of the operations on customers.</summary>
    public const string Match = "stripe_customer.match",
        Unmatch = "stripe_customer.unmatch",
        Sync = "stripe_customer.sync";

    // A deleted customer needs no tenant.
    private const string IsUnmatched = "x.tenant_id = 'tnt_platform' and x.deleted_at is null";

    protected override string Columns =>
        $"""
            x.name, x.email, k.currency, x.balance_minor, x.is_delinquent, x.card, x.matched_by, x.proposed_tenant as proposed_tenant_id,
                   p.name as proposed_tenant, x.conflict, s.paid_minor, m.mrr_minor, x.deleted_at, {RecordSyncSql.Column} as sync, x.synced_at
            """;

    protected override string Joins =>
        """
            left join core.tenants p on p.tenant_id = x.proposed_tenant
              left join lateral (
                select coalesce(
                  x.currency,
                  (select y.currency from billing.subscriptions y where y.account_id = x.account_id and y.customer_id = x.id order by y.created_at desc limit 1),
                  (select y.currency from billing.payments y where y.account_id = x.account_id and y.customer_id = x.id order by y.created_at desc limit 1)) as currency) k on true
              left join lateral (
                select coalesce(sum(y.amount_minor - y.refunded_minor), 0)::bigint as paid_minor from billing.payments y
                 where y.account_id = x.account_id and y.customer_id = x.id and y.status = 'succeeded' and y.currency = k.currency) s on true
              left join lateral (
                select coalesce(sum(y.mrr_minor), 0) as mrr_minor from billing.subscriptions y
                 where y.account_id = x.account_id and y.customer_id = x.id and y.currency = k.currency) m on true
            """;

    protected override IReadOnlyList<FileColumn<BillingCustomer>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("name", row => row.Name),
        new("email", row => row.Email) { FieldClasses = [FieldClass.Contact] },
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("matched_by", row => row.MatchedBy),
        new("proposed_tenant_id", row => row.ProposedTenantId),
        new("conflict", row => row.Conflict),
        new("paid", row => row.Paid?.InputText) { Word = "paid", FieldClasses = [FieldClass.Money] },
        new("mrr", row => row.Monthly?.InputText) { Word = "mrr", FieldClasses = [FieldClass.Money] },
        new("balance", row => row.Balance?.InputText) { Word = "balance", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
        new("delinquent", row => row.IsDelinquent ? "true" : "false") { Word = "balance" },
        new("card", row => row.Card) { Word = "card" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
        new("deleted_at", row => FileCell.Instant(row.DeletedAt)) { Word = "created_at" },
        new("sync", row => row.Sync?.ToText()) { Word = "sync" },
        new("synced_at", row => FileCell.Instant(row.SyncedAt)) { Word = "sync" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of customers.");

    protected override CustomerView ToView(BillingCustomer row) => CustomerView.Of(row);
}
