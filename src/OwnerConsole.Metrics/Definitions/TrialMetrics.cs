using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of trials and their results.</summary>
internal sealed class TrialMetrics : IMetricSource
{
    private static readonly Metric Running = new(
        "trials.running",
        MetricUnit.Count,
        GoodDirection.Up,
        "Tenants on trial at the end of the period.",
        """
        select b.bucket, l.tenant_id, 1 as num, null::numeric as den
          from buckets b join core.lifecycles l on l.lifecycle = 'trial' and l.from_at < b.ends_at and (l.to_at is null or l.to_at >= b.ends_at)
        """
    )
    {
        Title = "Active trials",
        Kind = MetricKind.Stock,
        Dimensions = TenantMetrics.StandardDimensions,
        MinGrain = Grain.Hour,
        AffectedDays = null,
    };

    private static readonly Metric Started = new(
        "trials.started",
        MetricUnit.Count,
        GoodDirection.Up,
        "Trials that started.",
        """
        select b.bucket, l.tenant_id, 1 as num, null::numeric as den
          from buckets b join core.lifecycles l on l.lifecycle = 'trial' and l.from_at >= b.starts_at and l.from_at < b.ends_at
        """
    )
    {
        Title = "Trials started",
        Dimensions = TenantMetrics.StandardDimensions,
        MinGrain = Grain.Hour,
    };

    private static readonly Metric Ending = new(
        "trials.ending",
        MetricUnit.Count,
        GoodDirection.Neither,
        "Tenants whose trial ends within the next 7 days or is past its end date.",
        $"""
        select b.bucket, t.tenant_id, 1 as num, null::numeric as den
          from buckets b
          join core.tenants t on t.mode = @mode
          join core.tenant_status s on s.tenant_id = t.tenant_id and s.lifecycle = 'trial'
         where {TrialEnds.CurrentEnd} < b.ends_at + interval '7 days'
        """
    )
    {
        Title = "Trials ending",
        Kind = MetricKind.Stock,
        Dimensions = TenantMetrics.StandardDimensions,
        HasPast = false,
        AffectedDays = null,
    };

    private static readonly Metric Converted = new(
        "trials.converted",
        MetricUnit.Count,
        GoodDirection.Up,
        "Trials that ended with the tenant becoming active.",
        $"select b.bucket, l.tenant_id, 1 as num, null::numeric as den {Ended} where n.lifecycle = 'active'"
    )
    {
        Title = "Trials converted",
        Dimensions = TenantMetrics.StandardDimensions,
        MinGrain = Grain.Hour,
    };

    private static readonly Metric Conversion = new(
        "trials.conversion",
        MetricUnit.Share,
        GoodDirection.Up,
        "Share of trials ended in the period whose tenant became active.",
        $"select b.bucket, l.tenant_id, (n.lifecycle = 'active')::int as num, 1 as den {Ended}"
    )
    {
        Synonyms = "conversion, conversion rate",
        Title = "Trial conversion rate",
        Kind = MetricKind.Ratio,
        Dimensions = TenantMetrics.StandardDimensions,
        MinGrain = Grain.Hour,
        NoBase = "no trial ended",
    };

    /// <summary>Trials with the tenant's state after the trial ended.</summary>
    private const string Ended = """
        from buckets b
        join core.lifecycles l on l.lifecycle = 'trial' and l.to_at >= b.starts_at and l.to_at < b.ends_at
        join core.lifecycles n on n.tenant_id = l.tenant_id and n.from_at = l.to_at and n.lifecycle <> 'trial'
        """;

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) => Task.FromResult<IReadOnlyList<Metric>>([Running, Started, Ending, Converted, Conversion]);
}
