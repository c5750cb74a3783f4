using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Who pays, how much each, and how much of what was there stays. Sources of the definitions: docs/metrics.md and the decision on money as movements.</summary>
internal sealed class CustomerMetrics : IMetrics
{
    private const string Nothing = "no base: nobody paid when the period began";

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
        "Estimated MRR divided by the tenants that pay.",
        "s.closing",
        "1",
        "s.closing > 0"
    ) with
    {
        NoBase = "no base: nobody pays",
    };

    private static readonly Metric GrossChurn = Ratio(
        "mrr.gross_churn",
        "Gross MRR churn",
        Unit.Share,
        Good.Down,
        "MRR lost to contraction and churn in the period, divided by the MRR when it began.",
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
        "MRR lost to contraction and churn less what expansion and reactivation won, divided by the MRR when the period began; below 0 when more was won.",
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
        "Of the MRR when the period began, the part that the same tenants still pay at its end; what they pay more than then isn't counted.",
        "least(s.opening, s.closing)",
        "s.opening",
        "s.opening > 0"
    );

    private static readonly Metric Net = Ratio(
        "mrr.nrr",
        "Net revenue retention",
        Unit.Share,
        Good.Up,
        "What the tenants that paid when the period began pay at its end, divided by what they paid then; who came or came back later isn't counted.",
        "s.closing",
        "s.opening",
        "s.opening > 0"
    );

    private static readonly Metric Quick = Ratio(
        "mrr.quick_ratio",
        "Quick ratio",
        Unit.Times,
        Good.Up,
        "MRR that is new, expansion or reactivation, divided by what contraction and churn took.",
        "s.won",
        "s.lost",
        "s.won > 0 or s.lost > 0"
    ) with
    {
        NoBase = "∞: nothing was lost",
        Platform = $"select b.bucket, {MoneySql.Within(MoneySql.Won)} as num, -{MoneySql.Within(MoneySql.Lost)} as den from buckets b",
    };

    private static readonly Metric Logos = Ratio(
        "customers.churn",
        "Logo churn",
        Unit.Share,
        Good.Down,
        "Of the tenants that paid when the period began, the part that pays nothing at its end; also those on a free plan.",
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
