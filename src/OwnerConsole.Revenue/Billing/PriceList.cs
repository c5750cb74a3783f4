using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Billing.Pages;
using OwnerConsole.Revenue.Billing.Pricing;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>All prices, with the plans they are mapped to.</summary>
public sealed class PriceList(PlanVersionPrices versions)
    : BillingList<BillingPrice, PriceView, PricesPage>(
        new(Word, Title)
        {
            SearchedColumns = ["id"],
            NameColumns = ["name"],
            CustomerColumn = null,
            UrgentColumn = "is_hiding_mrr",
            Source = PriceSql.Listed(versions()),
            Operations = [MapPrice.Name, UnmapPrice.Name],
            Choices =
            [
                new(
                    "mapping",
                    "Plan",
                    [
                        new("mapped", "x.plan is not null"),
                        new("proposed", "x.proposed_plan is not null"),
                        new("unmapped", "x.plan is null and x.interval is not null", "No plan"),
                    ]
                ),
                new("status", "Status", [new("active", "x.is_active"), new("archived", "not x.is_active")]),
                new(
                    "interval",
                    "Interval",
                    [
                        .. ((string[])["day", "week", "month", "year"]).Select(interval => new BillingOption(interval, $"x.interval = '{interval}'")),
                        new("one_time", "x.interval is null"),
                    ]
                ),
                new("usage", "Usage", [new("licensed", "not x.is_metered"), new("metered", "x.is_metered")]),
                BillingChoice.OfCurrencies,
            ],
        }
    )
{
    public const string Word = "prices",
        Title = "Prices",
        Address = $"/revenue/{Word}",
        Unmapped = $"{Address}?mapping=unmapped";

    protected override string Columns =>
        """
            x.name, x.amount, x.currency, x.interval, x.intervals, x.is_metered, x.is_active, x.plan, x.version, x.proposed_plan, x.proposed_version, x.proposed_by,
                   x.plan_id, x.plan_name, x.plan_amount, x.plan_currency, x.plan_interval, x.subscriptions, x.mrr_minor, x.is_hiding_mrr, x.synced_at
            """;

    protected override string Joins => "";

    protected override IReadOnlyList<FileColumn<BillingPrice>> FileColumns { get; } =
    [
        new("id", row => row.Id),
        new("name", row => row.Name),
        new("amount", row => row.AmountText) { Word = "amount", FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency),
        new("interval", row => row.Interval),
        new("intervals", row => (decimal?)row.Intervals),
        new("metered", row => row.IsMetered ? "true" : "false"),
        new("active", row => row.IsActive ? "true" : "false"),
        new("plan", row => row.Plan),
        new("plan_version", row => (decimal?)row.Version),
        new("proposed_plan", row => row.ProposedPlan),
        new("proposed_plan_version", row => (decimal?)row.ProposedVersion),
        new("proposed_by", row => row.ProposedBy?.ToText()),
        new("plan_difference", row => row.Difference?.ToText()),
        new("subscriptions", row => (decimal?)row.Subscriptions) { Word = "subscriptions" },
        new("mrr", row => row.Monthly.InputText) { Word = "mrr", FieldClasses = [FieldClass.Money] },
        new("created_at", row => FileCell.Instant(row.CreatedAt)) { Word = "created_at" },
    ];

    protected override async Task<IReadOnlyList<(string Name, object? Value)>> FindParameters(Mode mode, UnitOfWork work) =>
        [(nameof(PricesPage.Unassigned), await UnassignedMrr.Find(mode, work))];

    protected override Sentence DescribeExport(EntityReference who) => Sentence.Say($"{who} exported the list of prices.");

    protected override PriceView ToView(BillingPrice row) => PriceView.Of(row);
}
