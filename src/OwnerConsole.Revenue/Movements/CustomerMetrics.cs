using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Metrics about customers: paying tenants, revenue per tenant, churn and retention.</summary>
/// <remarks>docs/metrics.md and the decision on money as movements name the sources of the definitions.</remarks>
internal sealed class CustomerMetrics : IMetrics
{
    private const string Nothing = "no paying tenants at the start of the period";

    private static readonly Metric Paying = new(
        "customers.paying",
        Unit.Count,
        Good.Up,
        "Tenants with MRR above 0.",
        $"select s.bucket, s.tenant_id, 1 as num, null::numeric as den from ({MoneySql.Tenants}) s where s.closing > 0"
    )
    {
        Version = 3,
        Title = "Paying customers",
        Kind = MetricKind.Stock,
        Dimensions = Cuts,
        MinGrain = Grain.Hour,
        Reaches = null,
        Basis = MrrMetrics.Basis,
    };

    private static readonly Metric Arpa = Ratio(
        "customers.arpa",
        "ARPA",
        Unit.Money,
        Good.Up,
        "Estimated MRR divided by the number of paying tenants.",
        "s.closing",
        "1",
        "s.closing > 0"
    ) with
    {
        NoBase = "no paying tenants",
    };

    private static readonly Metric GrossChurn = Ratio(
        "mrr.gross_churn",
        "Gross MRR churn",
        Unit.Share,
        Good.Down,
        "MRR lost to contraction and churn in the period, divided by starting MRR.",
        "s.lost",
        "s.opening",
        "s.opening > 0 or s.lost > 0"
    ) with
    {
        Platform = $"select b.bucket, -{MoneySql.Within(MoneySql.Lost)} as num, {MoneySql.Opening()} as den from buckets b",
    };

    private static readonly Metric NetChurn = Ratio(
        "mrr.net_churn",
        "Net MRR churn",
        Unit.Share,
        Good.Down,
        "MRR lost to contraction and churn minus MRR gained by expansion and reactivation, divided by starting MRR. Negative if more was gained than lost.",
        "s.lost - s.back",
        "s.opening",
        "s.opening > 0 or s.lost > 0 or s.back > 0"
    ) with
    {
        Platform =
            $"select b.bucket, -{MoneySql.Within(MoneySql.Lost)} - {MoneySql.Within("m.kind in ('expansion', 'reactivation')")} as num, {MoneySql.Opening()} as den from buckets b",
    };

    private static readonly Metric Gross = Ratio(
        "mrr.grr",
        "Gross revenue retention",
        Unit.Share,
        Good.Up,
        "Share of starting MRR that the same tenants still pay at the end of the period, without expansion.",
        "least(s.opening, s.closing)",
        "s.opening",
        "s.opening > 0"
    );

    private static readonly Metric Net = Ratio(
        "mrr.nrr",
        "Net revenue retention",
        Unit.Share,
        Good.Up,
        "Ending MRR of the tenants that paid at the start of the period, divided by starting MRR. New and reactivated tenants are excluded.",
        "s.closing",
        "s.opening",
        "s.opening > 0"
    );

    private static readonly Metric Quick = Ratio(
        "mrr.quick_ratio",
        "Quick ratio",
        Unit.Times,
        Good.Up,
        "MRR gained by new tenants, expansion and reactivation, divided by MRR lost to contraction and churn.",
        "s.won",
        "s.lost",
        "s.won > 0 or s.lost > 0"
    ) with
    {
        NoBase = "∞: no MRR lost",
        Platform = $"select b.bucket, {MoneySql.Within(MoneySql.Won)} as num, -{MoneySql.Within(MoneySql.Lost)} as den from buckets b",
    };

    private static readonly Metric Logos = Ratio(
        "customers.churn",
        "Logo churn",
        Unit.Share,
        Good.Down,
        "Share of tenants that paid at the start of the period and pay nothing at its end, including those on a free plan.",
        "(s.closing <= 0)::int",
        "1",
        "s.opening > 0"
    );

    public Task<IReadOnlyList<Metric>> All(Work work) => Task.FromResult<IReadOnlyList<Metric>>([Paying, Arpa, GrossChurn, NetChurn, Gross, Net, Quick, Logos]);

    private static IReadOnlyList<Dimension> Cuts => [Dimension.Country, Dimension.Source];

    private static Metric Ratio(string id, string title, Unit unit, Good good, string says, string num, string den, string who) =>
        new(id, unit, good, says, $"select s.bucket, s.tenant_id, {num} as num, {den} as den from ({MoneySql.Tenants}) s where {who}")
        {
            Version = 4,
            Title = title,
            Kind = MetricKind.Ratio,
            Dimensions = Cuts,
            MinGrain = Grain.Hour,
            Reaches = null,
            Basis = MrrMetrics.Basis,
            NoBase = Nothing,
        };
}
