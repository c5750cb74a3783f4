using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>Reads what was computed once of buckets that are over.</summary>
internal static class PointRows
{
    /// <summary>Numbers cut by a dimension are kept for so many days; weeks and months for ever.</summary>
    public const int CutDays = 100;

    /// <summary>Are there points of this metric at all?</summary>
    public static bool Has(Metric metric) => metric.HasPast && metric.Basis.TellsDays;

    /// <summary>Those of a metric that are over, whole and of one of the grains that are kept.</summary>
    public static bool May(Bucket bucket, Grain? grain) => grain is Grain.Day or Grain.Week or Grain.Month && bucket is { IsWhole: true, IsOpen: false };

    /// <param name="dimension">empty for the whole</param>
    public static Task<IReadOnlyList<Point>> Read(
        Metric metric,
        Population population,
        string zone,
        Grain grain,
        string dimension,
        DateOnly from,
        DateOnly to,
        Work work
    ) =>
        work.List<Point>(
            """
            with newest as materialized (
              select k.bucket, max(k.revision) as revision, coalesce(max(k.seen), 0) as seen
                from (select p.bucket, p.revision, null::bigint as seen
                        from core.metric_points p
                       where p.tenant_id = 'tnt_platform' and p.population = @population and p.metric = @Id and p.fingerprint = @fingerprint and p.zone = @zone and p.grain = @grain
                         and p.dimension = '' and p.cut = '' and p.bucket between @from and @to
                       union all
                      select s.bucket, null, s.xid::text::bigint
                        from core.points_seen s
                       where s.population = @population and s.metric = @Id and s.fingerprint = @fingerprint and s.zone = @zone and s.grain = @grain
                         and s.bucket between @from and @to) k
               group by k.bucket
              having count(k.revision) > 0)
            select n.bucket as first_day, n.revision, p.cut, p.num, p.den, coalesce(p.n, 0) as n, n.seen
              from newest n
              left join lateral (
                select p.cut, p.num, p.den, p.n
                  from core.metric_points p
                 where p.tenant_id = 'tnt_platform' and p.population = @population and p.metric = @Id and p.fingerprint = @fingerprint and p.zone = @zone and p.grain = @grain
                   and p.dimension = @dimension and p.bucket = n.bucket and p.revision = n.revision
                offset 0) p on true -- looked up for each: joined, all of the metric's points may be read for each of them
            """,
            new
            {
                population,
                metric.Id,
                fingerprint = MetricSql.Fingerprint(metric),
                zone,
                grain,
                dimension,
                from,
                to,
            }
        );
}

/// <param name="Cut">of a dimension: = and the value, or empty for not known; null when the bucket has no value of it at all</param>
/// <param name="Seen">transactions before this one are in it</param>
internal sealed record Point(DateOnly FirstDay, int Revision, string? Cut, decimal? Num, decimal? Den, long N, long Seen)
{
    /// <summary>As statements answer it; without a dimension, empty.</summary>
    public string?[] Key(bool isCut) =>
        !isCut ? []
        : Cut is { Length: > 0 } known ? [known[1..]]
        : [null];
}
