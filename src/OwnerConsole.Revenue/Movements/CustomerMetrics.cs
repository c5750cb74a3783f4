using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Metrics about customers: paying tenants, revenue per tenant, churn and retention.</summary>
/// <remarks>docs/reference/metrics.md and the decision on money as movements name the sources of the definitions.</remarks>
internal sealed class CustomerMetrics : IMetricSource
{
    private const string NoBase = "no paying tenants at the start of the period";

    private static readonly Metric Paying = new(
        "customers.paying",
        MetricUnit.Count,
        GoodDirection.Up,
        "Tenants with MRR above 0.",
        $"select s.bucket, s.tenant_id, 1 as num, null::numeric as den from ({MovementSql.PerTenant}) s where s.closing > 0"
    )
    {
        Synonyms = "paying tenants",
        Version = 4,
        Title = "Paying tenants",
        Kind = MetricKind.Stock,
        Dimensions = Dimensions,
        MinGrain = Grain.Hour,
        AffectedDays = null,
        Basis = MrrMetrics.Basis,
    };

    private static readonly Metric Arpa = Ratio(
        "customers.arpa",
        "ARPA",
        MetricUnit.Money,
        GoodDirection.Up,
        "MRR divided by the number of paying tenants.",
        "s.closing",
        "1",
        "s.closing > 0"
    ) with
    {
        Synonyms = "arpu, average revenue",
        NoBase = "no paying tenants",
    };

    private static readonly Metric GrossChurn = Ratio(
        "mrr.gross_churn",
        "Gross MRR churn",
        MetricUnit.Share,
        GoodDirection.Down,
        "MRR lost to contraction and churn in the period, divided by starting MRR.",
        "s.lost",
        "s.opening",
        "s.opening > 0 or s.lost > 0"
    ) with
    {
        Platform = $"select b.bucket, -{MovementSql.Within(MovementSql.IsLoss)} as num, {MovementSql.Opening()} as den from buckets b",
    };

    private static readonly Metric NetChurn = Ratio(
        "mrr.net_churn",
        "Net MRR churn",
        MetricUnit.Share,
        GoodDirection.Down,
        "MRR lost to contraction and churn minus MRR gained by expansion and reactivation, divided by starting MRR. Negative if more was gained than lost.",
        "s.lost - s.back",
        "s.opening",
        "s.opening > 0 or s.lost > 0 or s.back > 0"
    ) with
    {
        Platform =
            $"select b.bucket, -{MovementSql.Within(MovementSql.IsLoss)} - {MovementSql.Within("m.kind in ('expansion', 'reactivation')")} as num, {MovementSql.Opening()} as den from buckets b",
    };

    /// <summary>Ending MRR without the effect of exchange rates.</summary>
    private const string WithoutRates = "case when s.closing <= 0 then 0 else s.closing - s.fx end";

    private static readonly Metric Gross = Ratio(
        "mrr.grr",
        "Gross revenue retention",
        MetricUnit.Share,
        GoodDirection.Up,
        "Share of starting MRR that the same tenants still pay at the end of the period, without expansion.",
        "least(s.opening, " + WithoutRates + ")",
        "s.opening",
        "s.opening > 0"
    ) with
    {
        Synonyms = "grr, gross retention",
    };

    private static readonly Metric Net = Ratio(
        "mrr.nrr",
        "Net revenue retention",
        MetricUnit.Share,
        GoodDirection.Up,
        "Ending MRR of the tenants that paid at the start of the period, divided by starting MRR. New and reactivated tenants are excluded.",
        WithoutRates,
        "s.opening",
        "s.opening > 0"
    ) with
    {
        Synonyms = "nrr, ndr, retention rate",
    };

    private static readonly Metric Quick = Ratio(
        "mrr.quick_ratio",
        "Quick ratio",
        MetricUnit.Times,
        GoodDirection.Up,
        "MRR gained by new tenants, expansion and reactivation, divided by MRR lost to contraction and churn.",
        "s.won",
        "s.lost",
        "s.won > 0 or s.lost > 0"
    ) with
    {
        NoBase = "∞: no MRR lost",
        Platform = $"select b.bucket, {MovementSql.Within(MovementSql.IsGain)} as num, -{MovementSql.Within(MovementSql.IsLoss)} as den from buckets b",
    };

    private static readonly Metric Logos = Ratio(
        "customers.churn",
        "Logo churn",
        MetricUnit.Share,
        GoodDirection.Down,
        "Share of tenants that paid at the start of the period and pay nothing at its end, including those on a free plan.",
        "(s.closing <= 0)::int",
        "1",
        "s.opening > 0"
    ) with
    {
        Synonyms = "churn, customer churn, churn rate",
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Metric>>([Paying, Arpa, GrossChurn, NetChurn, Gross, Net, Quick, Logos]);

    private static IReadOnlyList<Dimension> Dimensions => [Dimension.Country, Dimension.Source];

    private static Metric Ratio(string id, string title, MetricUnit unit, GoodDirection good, string says, string num, string den, string who) =>
        new(id, unit, good, says, $"select s.bucket, s.tenant_id, {num} as num, {den} as den from ({MovementSql.PerTenant}) s where {who}")
        {
            Version = 5,
            Title = title,
            Kind = MetricKind.Ratio,
            Dimensions = Dimensions,
            MinGrain = Grain.Hour,
            AffectedDays = null,
            Basis = MrrMetrics.Basis,
            NoBase = NoBase,
        };
}
