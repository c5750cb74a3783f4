using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Revenue.Billing;

/// <summary>Metrics of what is about to happen to the MRR of subscriptions, in the reporting currency.</summary>
internal sealed class BillingMetrics : IMetricSource
{
    private static readonly Metric AtRisk = Current(
        "mrr.at_risk",
        "MRR at risk",
        "MRR of past due subscriptions. It is part of MRR until the payment provider gives up on the payment.",
        "s.status = 'past_due'"
    ) with
    {
        Synonyms = "past due, dunning, delinquent, involuntary churn",
    };

    private static readonly Metric ScheduledChurn = Current(
        "mrr.scheduled_churn",
        "Scheduled churn",
        "MRR of subscriptions that are going to be cancelled. It is part of MRR until they end.",
        "s.cancel_at is not null"
    ) with
    {
        Synonyms = "pending cancellations, cancel at period end, cmrr",
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) => Task.FromResult<IReadOnlyList<Metric>>([AtRisk, ScheduledChurn]);

    private static Metric Current(string id, string title, string description, string condition) =>
        new(
            id,
            MetricUnit.Money,
            GoodDirection.Down,
            description,
            $"""
            select b.bucket, s.tenant_id, sum(s.mrr_minor * case when s.currency = r.currency then 1 else c.factor end) as num, null::numeric as den
              from buckets b
             cross join core.reporting r
              join billing.subscriptions s on s.mode = @mode and s.tenant_id <> 'tnt_platform' and s.mrr_minor > 0 and {condition}
              left join movements.currencies c on c.tenant_id = s.tenant_id and c.currency = s.currency
             where s.currency = r.currency or c.factor is not null
             group by b.bucket, s.tenant_id
            """
        )
        {
            Version = 2,
            Title = title,
            Kind = MetricKind.Stock,
            Dimensions = [Dimension.Country, Dimension.Source],
            MinGrain = Grain.Hour,
            HasPast = false,
        };
}
