using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Reads stored numbers of past buckets.</summary>
internal static class PointRows
{
    /// <summary>Number of days for which grouped daily numbers are stored; weeks and months are kept permanently.</summary>
    public const int DimensionDays = 100;

    /// <summary>Whether points of this metric are stored at all.</summary>
    public static bool Has(Metric metric) => metric.HasPast && metric.Basis.MarksChangedDays;

    /// <summary>Whether points of this bucket can be stored: a complete past bucket of a stored grain.</summary>
    public static bool CanHave(Bucket bucket, Grain? grain) => grain is Grain.Day or Grain.Week or Grain.Month && bucket is { IsWhole: true, IsOpen: false };

    /// <param name="dimension">Name of the dimension; empty for the total.</param>
    public static Task<IReadOnlyList<Point>> Read(
        IReadOnlyList<Metric> metrics,
        Mode mode,
        string zone,
        Grain grain,
        string dimension,
        DateOnly from,
        DateOnly to,
        UnitOfWork work
    ) =>
        work.List<Point>(
            """
            select a.metric, n.bucket as first_day, n.revision, p.dimension_value, p.num, p.den, coalesce(p.n, 0) as n, n.seen
              from unnest(@ids, @fingerprints) a(metric, fingerprint)
             cross join lateral (
                select k.bucket, max(k.revision) as revision, coalesce(max(k.seen), 0) as seen
                  from (select p.bucket, p.revision, null::bigint as seen
                          from core.metric_points p
                         where p.tenant_id = 'tnt_platform' and p.mode = @mode and p.metric = a.metric and p.fingerprint = a.fingerprint and p.zone = @zone
                           and p.grain = @grain and p.dimension = '' and p.dimension_value = '' and p.bucket between @from and @to
                         union all
                        select s.bucket, null, s.xid::text::bigint
                          from core.point_watermarks s
                         where s.mode = @mode and s.metric = a.metric and s.fingerprint = a.fingerprint and s.zone = @zone and s.grain = @grain
                           and s.bucket between @from and @to) k
                 group by k.bucket
                having count(k.revision) > 0
                offset 0) n
              left join lateral (
                select p.dimension_value, p.num, p.den, p.n
                  from core.metric_points p
                 where p.tenant_id = 'tnt_platform' and p.mode = @mode and p.metric = a.metric and p.fingerprint = a.fingerprint and p.zone = @zone
                   and p.grain = @grain and p.dimension = @dimension and p.bucket = n.bucket and p.revision = n.revision
                offset 0) p on true -- A lateral lookup per bucket, because a plain join may read all points of the metric
            """,
            new
            {
                mode,
                ids = metrics.Select(metric => metric.Id).ToArray(),
                fingerprints = metrics.Select(MetricSql.Fingerprint).ToArray(),
                zone,
                grain,
                dimension,
                from,
                to,
            }
        );
}

/// <param name="DimensionValue">For a dimension: = and the value, or empty for unknown; null if the bucket has no value at all.</param>
/// <param name="Seen">The point includes transactions before this one.</param>
internal sealed record Point(string Metric, DateOnly FirstDay, int Revision, string? DimensionValue, decimal? Num, decimal? Den, long N, long Seen)
{
    /// <summary>Key as returned by statements; empty without a dimension.</summary>
    public string?[] Key(bool isCut) =>
        !isCut ? []
        : DimensionValue is { Length: > 0 } known ? [known[1..]]
        : [null];
}
