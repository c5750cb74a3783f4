using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of tenants: total, new, cancelled and active tenants.</summary>
internal sealed class TenantMetrics : IMetricSource
{
    internal static readonly IReadOnlyList<Dimension> StandardDimensions = [Dimension.Plan, Dimension.Country, Dimension.Source];

    /// <summary>Condition for tenants that are cancelled or anonymised.</summary>
    private const string Over = "l.lifecycle in ('cancelled', 'anonymised')";

    private static readonly Metric Total = new(
        "tenants.total",
        MetricUnit.Count,
        GoodDirection.Up,
        "Tenants that signed up by the end of the period and were not cancelled. Includes trials and suspended tenants.",
        $"""
        select b.bucket, t.tenant_id, 1 as num, null::numeric as den
          from buckets b join core.tenants t on t.mode = @mode and t.opened_at < b.ends_at
         where not exists (
           select from core.lifecycles l
            where l.tenant_id = t.tenant_id and {Over} and l.from_at < b.ends_at and (l.to_at is null or l.to_at >= b.ends_at))
        """
    )
    {
        Title = "Tenants",
        Kind = MetricKind.Stock,
        Dimensions = [.. StandardDimensions, Dimension.Status],
        MinGrain = Grain.Hour,
        AffectedDays = null,
    };

    private static readonly Metric Cancelled = new(
        "tenants.cancelled",
        MetricUnit.Count,
        GoodDirection.Down,
        "Tenants that were cancelled.",
        $"""
        select b.bucket, l.tenant_id, 1 as num, null::numeric as den
          from buckets b join core.lifecycles l on l.lifecycle = 'cancelled' and l.from_at >= b.starts_at and l.from_at < b.ends_at
        """
    )
    {
        Dimensions = StandardDimensions,
        Title = "Cancelled tenants",
        MinGrain = Grain.Hour,
    };

    private static readonly Metric Growth = new(
        "tenants.growth",
        MetricUnit.Share,
        GoodDirection.Up,
        "Change in the number of tenants during the period, as a share of the tenants at its start.",
        $"""
        select b.bucket, t.tenant_id, 1 as num, 0 as den
          from buckets b join core.tenants t on t.mode = @mode and t.opened_at < b.ends_at
         where not exists (
           select from core.lifecycles l
            where l.tenant_id = t.tenant_id and {Over} and l.from_at < b.ends_at and (l.to_at is null or l.to_at >= b.ends_at))
        union all
        select b.bucket, t.tenant_id, -1, 1
          from buckets b join core.tenants t on t.mode = @mode and t.opened_at < b.starts_at
         where not exists (
           select from core.lifecycles l
            where l.tenant_id = t.tenant_id and {Over} and l.from_at < b.starts_at and (l.to_at is null or l.to_at >= b.starts_at))
        """
    )
    {
        Kind = MetricKind.Ratio,
        Dimensions = StandardDimensions,
        MinGrain = Grain.Hour,
        AffectedDays = null,
        NoBase = "no tenants at the start",
        Title = "Tenant growth rate",
    };

    private static readonly Metric ActiveShare = new(
        "tenants.active_share",
        MetricUnit.Share,
        GoodDirection.Up,
        "Share of tenants not cancelled at the end of the period that had any activity or session in its last 7 days.",
        $"""
        select b.bucket, t.tenant_id,
               (exists (select from core.tenant_days d where d.tenant_id = t.tenant_id and d.day between b.last_day - 6 and b.last_day and d.activity > 0))::int as num, 1 as den
          from buckets b join core.tenants t on t.mode = @mode and t.opened_at < b.ends_at
         where not exists (
           select from core.lifecycles l
            where l.tenant_id = t.tenant_id and {Over} and l.from_at < b.ends_at and (l.to_at is null or l.to_at >= b.ends_at))
        """
    )
    {
        Title = "Active tenant rate",
        Kind = MetricKind.Ratio,
        IsAtEnd = true,
        Dimensions = StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
        AffectedDays = 6,
        NoBase = "no tenants",
    };

    private static readonly Metric Opened = new(
        "tenants.opened",
        MetricUnit.Count,
        GoodDirection.Up,
        "Tenants that signed up, including trials.",
        """
        select b.bucket, t.tenant_id, 1 as num, null::numeric as den
          from buckets b join core.tenants t on t.mode = @mode and t.opened_at >= b.starts_at and t.opened_at < b.ends_at
        """
    )
    {
        Title = "New tenants",
        Synonyms = "signups, sign-ups, tenants opened",
        Dimensions = StandardDimensions,
        MinGrain = Grain.Hour,
    };

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Metric>>([
            Total,
            Opened,
            Cancelled,
            Growth,
            Active("tenants.active_7d", 7, "Tenants active in 7 days"),
            Active("tenants.active_30d", 30, "Tenants active in 30 days"),
            ActiveShare,
        ]);

    private static Metric Active(string id, int days, string title) =>
        new(
            id,
            MetricUnit.Count,
            GoodDirection.Up,
            $"Tenants with any activity or session in the last {days} days, including the current one, in the reporting time zone.",
            $"""
            select distinct b.bucket, d.tenant_id, 1 as num, null::numeric as den
            {DaySql.Until("core.tenant_days", days - 1)}
             where d.activity > 0
            """
        )
        {
            Title = title,
            Version = 2,
            Kind = MetricKind.Distinct,
            Dimensions = [.. StandardDimensions, Dimension.Status],
            IsByDay = true,
            Basis = MetricBasis.Events,
            AffectedDays = days - 1,
        };
}
