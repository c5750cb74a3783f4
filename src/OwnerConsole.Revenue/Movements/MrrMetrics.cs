using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Metrics of MRR and its movements, in the reporting currency.</summary>
internal sealed class MrrMetrics : IMetricSource
{
    /// <summary>Metrics are only up to date to the oldest change that isn't processed yet.</summary>
    public static readonly MetricBasis Basis = new("movements", "select coalesce(min(d.marked_at), now()) from core.stale_revenue d")
    {
        MarksChangedDays = true,
    };

    private static readonly Metric Monthly = Stock(
        "mrr.estimated",
        "MRR",
        "What subscriptions cost per month, after permanent discounts and without tax. Tenants without a subscription count with the price of their plans. Excludes trials, grants and usage.",
        1
    ) with
    {
        Synonyms = "monthly recurring revenue, estimated mrr",
    };

    private static readonly Metric Yearly = Stock("mrr.arr", "ARR", "MRR × 12.", 12) with { Synonyms = "annual recurring revenue, run rate" };

    private static readonly Metric Net = Flow(
        "mrr.net",
        "Net new MRR",
        GoodDirection.Up,
        "Ending MRR minus starting MRR: all gains minus all losses, including adjustments and exchange rates.",
        "true"
    );

    private static readonly Metric New = Flow("mrr.new", "New MRR", GoodDirection.Up, "MRR from tenants that pay for the first time.", "m.kind = 'new'");

    private static readonly Metric Expansion = Flow(
        "mrr.expansion",
        "Expansion MRR",
        GoodDirection.Up,
        "MRR gained from tenants that pay more than before.",
        "m.kind = 'expansion'"
    );

    private static readonly Metric Contraction = Flow(
        "mrr.contraction",
        "Contraction MRR",
        GoodDirection.Down,
        "MRR lost from tenants that pay less than before, but still pay.",
        "m.kind = 'contraction'",
        -1
    );

    private static readonly Metric Churned = Flow(
        "mrr.churned",
        "Churned MRR",
        GoodDirection.Down,
        "MRR lost from tenants that no longer pay: cancelled, or without a paid plan.",
        "m.kind = 'churn'",
        -1
    );

    private static readonly Metric Reactivated = Flow(
        "mrr.reactivated",
        "Reactivated MRR",
        GoodDirection.Up,
        "MRR from tenants that had stopped paying and pay again, no matter how much later.",
        "m.kind = 'reactivation'"
    );

    private static readonly Metric Adjusted = Flow(
        "mrr.adjusted",
        "Adjusted MRR",
        GoodDirection.Neither,
        "Late changes to closed months, booked in the first open month.",
        "m.kind = 'adjustment'"
    );

    private static readonly Metric ExchangeRates = Flow(
        "mrr.fx",
        "Exchange rate effect",
        GoodDirection.Neither,
        "Change of MRR in other currencies because of exchange rates. Revalued at the end of each month and before each movement.",
        "m.kind = 'fx'"
    );

    private static readonly Metric Accrued = new(
        "revenue.plans_30d",
        MetricUnit.Money,
        GoodDirection.Up,
        "MRR of the last 30 days, prorated by time. A day is 12/365 of a month. Based on prices, not on payments.",
        $"""
        select x.bucket, x.tenant_id, x.plan as id, nullif(x.plan, '') as plan, x.num, null::numeric as den
          from (select x.bucket, x.tenant_id, x.plan, round((coalesce(sum(x.whole), 0) * (720 * 3600) + coalesce(sum(x.passed), 0.000000)) * 12 / (86400 * 365)) as num
                  from ({MovementSql.Over30Days}) x
                 group by x.bucket, x.tenant_id, x.plan) x
         where x.num <> 0
        """
    )
    {
        Version = 5,
        Title = "Plan revenue, 30 days",
        Kind = MetricKind.Stock,
        Of = RowKind.PlanItem,
        Dimensions = [Dimension.Column("plan", "subscribed plan"), Dimension.Country, Dimension.Source],
        MinGrain = Grain.Hour,
        AffectedDays = null,
        Basis = Basis,
    };

    private static readonly Metric WithoutPrice = new(
        "plan_items.without_price",
        MetricUnit.Count,
        GoodDirection.Down,
        "Plans of active tenants without a price. They add 0 to MRR unless the tenant has a subscription.",
        $"""
        select b.bucket, i.tenant_id, i.plan as id, i.plan, 1 as num, null::numeric as den
          from buckets b
          join core.plan_items i on i.to_at is null
          join core.lifecycles l on l.tenant_id = i.tenant_id and l.to_at is null and l.lifecycle = 'active'
         where not exists (select 1 from core.plan_prices r where {PlanPrices.IsPaidPrice("i", "now()")})
        """
    )
    {
        Version = 5,
        Title = "Plan items without a price",
        Kind = MetricKind.Stock,
        Of = RowKind.PlanItem,
        Dimensions = [Dimension.Column("plan", "subscribed plan"), Dimension.Country, Dimension.Source],
        MinGrain = Grain.Hour,
        HasPast = false,
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Metric>>([
            Monthly,
            Yearly,
            Net,
            New,
            Expansion,
            Contraction,
            Churned,
            Reactivated,
            Adjusted,
            ExchangeRates,
            Accrued,
            WithoutPrice,
        ]);

    private static Metric Stock(string id, string title, string says, int times) =>
        new(
            id,
            MetricUnit.Money,
            GoodDirection.Up,
            says,
            $"""
            select x.bucket, x.tenant_id, x.plan as id, nullif(x.plan, '') as plan, {times} * sum(x.delta_minor) as num, null::numeric as den
              from ({MovementSql.AtBucketEnd}) x
             group by x.bucket, x.tenant_id, x.plan
            having sum(x.delta_minor) <> 0
            """
        )
        {
            Version = 5,
            Title = title,
            Kind = MetricKind.Stock,
            Of = RowKind.PlanItem,
            Dimensions =
            [
                Dimension.Column("plan", "paid plan") with
                {
                    Platform = MovementSql.ByPlan($"{times} * {MovementSql.Closing("m.plan = p.plan")}"),
                },
                Dimension.Country,
                Dimension.Source,
            ],
            MinGrain = Grain.Hour,
            AffectedDays = null,
            Basis = Basis,
            Platform = $"select b.bucket, {times} * {MovementSql.Closing()} as num, null::numeric as den from buckets b",
        };

    private static Metric Flow(string id, string title, GoodDirection good, string says, string which, int sign = 1) =>
        new(
            id,
            MetricUnit.Money,
            good,
            says,
            $"""
            select b.bucket, m.tenant_id, to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || m.plan as id, nullif(m.plan, '') as plan, {sign} * m.delta_minor as num, null::numeric as den
              from buckets b join movements.movements m on {MovementSql.InReportingCurrency} and {which} and m.at >= b.starts_at and m.at < b.ends_at
            """
        )
        {
            Version = 3,
            Title = title,
            Of = RowKind.Movement,
            Dimensions = [Dimension.Column("plan", "plan of the movement"), Dimension.Country, Dimension.Source],
            MinGrain = Grain.Hour,
            Basis = Basis,
        };
}
