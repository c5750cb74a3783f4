using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of plan items.</summary>
internal sealed class PlanItemMetrics : IMetricSource
{
    private static readonly Metric Subscribed = new(
        "plan_items.held",
        MetricUnit.Count,
        GoodDirection.Up,
        "Active plans of all tenants, multiplied by their quantity.",
        // Two separate queries, so that each uses an index: the number of ended items grows over time.
        """
        select b.bucket, i.tenant_id, i.plan as id, i.quantity as num, null::numeric as den, i.plan
          from buckets b join core.plan_items i on i.from_at < b.ends_at and i.to_at is null
        union all
        select b.bucket, i.tenant_id, i.plan, i.quantity, null, i.plan
          from buckets b join core.plan_items i on i.from_at < b.ends_at and i.to_at >= b.ends_at
        """
    )
    {
        Version = 2,
        Title = "Active plan items",
        Kind = MetricKind.Stock,
        Of = RowKind.PlanItem,
        Dimensions = [Dimension.Column("plan", "the plan"), Dimension.Country, Dimension.Source],
        MinGrain = Grain.Hour,
        AffectedDays = null,
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) => Task.FromResult<IReadOnlyList<Metric>>([Subscribed]);
}
