using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of reported usage: events, and one metric for each meter declared by the owner.</summary>
internal sealed class UsageMetrics : IMetricSource
{
    private static readonly Metric Events = new(
        "usage.events",
        MetricUnit.Count,
        GoodDirection.Neither,
        "Events of all types reported by applications.",
        $"select b.bucket, d.tenant_id, d.events as num, null::numeric as den {DaySql.In("core.tenant_days")} where d.events > 0"
    )
    {
        Title = "Events",
        Version = 2,
        Dimensions = TenantMetrics.StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
    };

    public async Task<IReadOnlyList<Metric>> All(UnitOfWork work) =>
        [
            Events,
            .. (
                await work.List<DeclaredMeter>(
                    "select key, name, unit, adds, group_by from core.meters where closed_at is null and key ~ '^[a-z0-9_.-]+$' order by key"
                )
            ).Select(Of),
        ];

    private static Metric Of(DeclaredMeter meter) =>
        meter.Adds switch
        {
            "latest" => Latest(meter),
            "unique" => Made(meter, MetricKind.Flow, "Distinct values, each counted once per day and tenant", ByDay(meter)),
            "max" => Made(meter, MetricKind.Peak, "Highest value", ByDay(meter)) with
            {
                Platform = Platform(meter, ""),
                Dimensions = Groups(meter),
                MinGrain = Grain.Hour,
            },
            _ => Made(meter, MetricKind.Flow, meter.Adds == "count" ? "Number of events" : "Sum of all values", ByDay(meter)) with
            {
                Platform = Platform(meter, ""),
                Dimensions = [.. TenantMetrics.StandardDimensions, .. Groups(meter)],
                MinGrain = Grain.Hour,
            },
        };

    private static Metric Made(DeclaredMeter meter, MetricKind kind, string how, string sql) =>
        new(Ingest.Meter.MetricIdOf(meter.Key), new(meter.Unit), GoodDirection.Neither, $"{meter.Name}, as reported by applications. {how}.", sql)
        {
            Title = meter.Name,
            Version = 2,
            Kind = kind,
            Dimensions = kind is MetricKind.Peak ? [] : TenantMetrics.StandardDimensions,
            IsByDay = true,
            Basis = MetricBasis.Events,
        };

    /// <summary>A value applies until another one is reported.</summary>
    private static Metric Latest(DeclaredMeter meter) =>
        Made(
            meter,
            MetricKind.Stock,
            "Sum of the latest value of each tenant",
            $"""
            select b.bucket, t.tenant_id, l.value::numeric as num, null::numeric as den
              from buckets b
             cross join core.tenants t
             cross join lateral (
               select v.value from core.meter_values v
                where v.tenant_id = t.tenant_id and v.meter = '{meter.Key}' and v.day <= b.last_day
                order by v.day desc, v.at desc, v.value desc
                limit 1) l
             where t.mode = @mode
            """
        ) with
        {
            AffectedDays = null,
        };

    private static string ByDay(DeclaredMeter meter) =>
        $"""
            select b.bucket, d.tenant_id, (d.meters->>'{meter.Key}')::numeric as num, null::numeric as den
            {DaySql.In("core.tenant_days")}
             where d.meters ? '{meter.Key}'
            """;

    private static string Platform(DeclaredMeter meter, string columns, string cuts = "= ''") =>
        $"""
            select b.bucket, u.num, null::numeric as den{columns}
              from buckets b
              join core.usage_buckets u on u.mode = @mode and u.meter = '{meter.Key}' and u.group_value {cuts} and u.bucket >= b.starts_at and u.bucket < b.ends_at
            """;

    /// <summary>Dimensions that the meter is grouped by; stored for the whole platform only.</summary>
    private static IReadOnlyList<Dimension> Groups(DeclaredMeter meter) =>
        [
            .. meter
                .GroupBy.Where(name => name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
                .Except(TenantMetrics.StandardDimensions.Select(cut => cut.Name).Append(Dimension.Tenant.Name).Concat(ClockDimension.All))
                .Select(name => new Dimension(name, $"{name} as reported by the application", "")
                {
                    IsComplete = false, // An event without this name has no value.
                    Platform = Platform(
                        meter,
                        $", substr(u.group_value, {name.Length + 2}) as value",
                        $"like '{name.Replace("_", "\\_", StringComparison.Ordinal)}=%'"
                    ),
                }),
        ];

    private sealed record DeclaredMeter(string Key, string Name, string Unit, string Adds, string[] GroupBy);
}
