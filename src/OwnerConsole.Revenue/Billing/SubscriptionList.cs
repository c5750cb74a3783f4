using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All subscriptions, with the state of their copies.</summary>
public sealed class SubscriptionList()
    : BillingList<BillingSubscription, SubscriptionView, SubscriptionsPage>(
        new("subscriptions", "Subscriptions")
        {
            Synonyms = "recurring, renewals, trials, past due, cancellations",
            SearchedColumns = ["id"],
            Operations =
            [
                Sync,
                "subscription.change_price",
                "subscription.change_quantity",
                "subscription.apply_coupon",
                "subscription.remove_discount",
                "subscription.extend_trial",
                "subscription.pause",
                "subscription.unpause",
                "subscription.cancel",
                "subscription.resume",
                "subscription.cancel_now",
                "manual_subscription.change",
                "manual_subscription.end",
            ],
            Choices =
            [
                BillingChoice.OfStatuses("active", "trialing", "past_due", "unpaid", "paused", "incomplete", "incomplete_expired", "canceled"),
                RecordSyncSql.Choice,
            ],
        }
    )
{
    /// <summary>Name of the operation that reads subscriptions again.</summary>
    public const string Sync = "subscription.sync";

    protected override string Columns =>
        $"""
            {CustomerColumns}, x.status, x.is_paused, x.prices, coalesce(x.name, n.name) as name, x.quantity, x.currency, x.mrr_minor, x.interval, x.intervals, x.collection_method,
                   x.current_until, x.trial_ends_at, x.cancel_at, x.ended_at, {RecordSyncSql.Column} as sync, x.synced_at
            """;

    protected override string Joins =>
        $"""
            {CustomerJoin}
              left join lateral (
                select string_agg(coalesce(p.name, i.price), ' + ' order by i.place) as name
                  from unnest(x.prices) with ordinality i(price, place)
                  left join billing.prices p on p.tenant_id = 'tnt_platform' and p.account_id = x.account_id and p.id = i.price) n on true
            """;

    protected override IReadOnlyList<FileColumn<BillingSubscription>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("name", row => row.Name),
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("customer", row => row.Customer),
        new("customer_id", row => row.CustomerId),
        new("status", row => row.Status) { Word = "status" },
        new("mrr", row => row.Monthly.InputText) { Word = "mrr", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { Word = "mrr", FieldClasses = [FieldClass.Money] },
        new("quantity", row => (decimal?)row.Quantity) { Word = "quantity" },
        new("interval", row => row.Interval),
        new("intervals", row => (decimal?)row.Intervals),
        new("current_until", row => FileCell.Instant(row.CurrentUntil)) { Word = "renews" },
        new("trial_ends_at", row => FileCell.Instant(row.TrialEndsAt)) { Word = "renews" },
        new("cancel_at", row => FileCell.Instant(row.CancelAt)) { Word = "status" },
        new("ended_at", row => FileCell.Instant(row.EndedAt)) { Word = "renews" },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
        new("sync", row => row.Sync?.ToText()) { Word = "sync" },
        new("synced_at", row => FileCell.Instant(row.SyncedAt)) { Word = "sync" },
    ];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of subscriptions.");

    protected override SubscriptionView ToView(BillingSubscription row) => SubscriptionView.Of(row);
}
