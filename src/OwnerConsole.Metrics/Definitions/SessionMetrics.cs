using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Definitions;

/// <summary>Metrics of sessions: number, duration and concurrency.</summary>
internal sealed class SessionMetrics : IMetricSource
{
    /// <summary>No session lasts longer than a day, so an open session started at most a day before.</summary>
    private const string OpenAt = "s.started_at < {0} and s.started_at > {0} - interval '24 hours' and (s.ended_at is null or s.ended_at >= {0})";

    /// <summary>Sessions that started in the bucket. The whole range is added for the same reason as in <see cref="DaySql"/>.</summary>
    private const string Started =
        "from buckets b join core.sessions s on s.started_at >= b.starts_at and s.started_at < b.ends_at and s.started_at >= @first_start and s.started_at < @last_close";

    private static readonly Metric Count = new(
        "sessions.started",
        MetricUnit.Count,
        GoodDirection.Up,
        "Sessions that started.",
        $"select b.bucket, d.tenant_id, d.sessions as num, null::numeric as den {DaySql.In("core.tenant_days")} where d.sessions > 0"
    )
    {
        Title = "Sessions",
        Version = 3,
        Of = RowKind.Session,
        Dimensions = TenantMetrics.StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
        MinGrain = Grain.Hour,
        Platform = """
            select b.bucket, s.started as num, null::numeric as den
              from buckets b join core.session_buckets s on s.mode = @mode and s.bucket >= b.starts_at and s.bucket < b.ends_at
            """,
        RowsSql = $"select b.bucket, s.tenant_id, s.session_id as id, 1 as num, null::numeric as den {Started}",
    };

    private static readonly Metric Time = new(
        "sessions.time",
        MetricUnit.Seconds,
        GoodDirection.Up,
        "Total time of sessions that started in the period and have ended, counted on the day the session started.",
        $"select b.bucket, d.tenant_id, d.seconds as num, null::numeric as den {DaySql.In("core.tenant_days")} where d.seconds > 0"
    )
    {
        Title = "Time in sessions",
        Version = 2,
        Dimensions = TenantMetrics.StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
    };

    private static readonly Metric Length = new(
        "sessions.length",
        MetricUnit.Seconds,
        GoodDirection.Neither,
        "Average length of the sessions that started in the period and have ended.",
        $"select b.bucket, s.tenant_id, s.session_id as id, extract(epoch from s.ended_at - s.started_at) as num, 1 as den {Started} and s.ended_at is not null"
    )
    {
        Title = "Average session length",
        Version = 2,
        Kind = MetricKind.Ratio,
        Of = RowKind.Session,
        Dimensions = TenantMetrics.StandardDimensions,
        Basis = MetricBasis.Events,
        MinGrain = Grain.Hour,
        NoBase = "no session has ended",
    };

    private static readonly Metric TimedOut = new(
        "sessions.timed_out",
        MetricUnit.Share,
        GoodDirection.Down,
        "Share of sessions that started in the period and ended by timeout.",
        $"select b.bucket, s.tenant_id, s.session_id as id, s.timed_out::int as num, 1 as den {Started} and s.ended_at is not null"
    )
    {
        Title = "Session timeout rate",
        Version = 2,
        Kind = MetricKind.Ratio,
        Of = RowKind.Session,
        Dimensions = TenantMetrics.StandardDimensions,
        Basis = MetricBasis.Events,
        MinGrain = Grain.Hour,
        NoBase = "no session has ended",
    };

    private static readonly Metric PerTenant = new(
        "sessions.per_tenant",
        MetricUnit.Times,
        GoodDirection.Up,
        "Sessions that started in the last 30 days, divided by the number of tenants active in the last 7 days.",
        $"""
        select b.bucket, d.tenant_id, sum(d.sessions) as num, coalesce(max(1) filter (where d.activity > 0 and d.day > b.last_day - 7), 0) as den
        {DaySql.Until("core.tenant_days", 29)}
         group by 1, 2
        """
    )
    {
        Title = "Sessions per tenant",
        Version = 2,
        Kind = MetricKind.Ratio,
        IsAtEnd = true,
        Dimensions = TenantMetrics.StandardDimensions,
        IsByDay = true,
        Basis = MetricBasis.Events,
        AffectedDays = 29,
        NoBase = "no tenant was active",
    };

    private static readonly Metric Open = new(
        "sessions.open",
        MetricUnit.Count,
        GoodDirection.Up,
        "Sessions open at the end of the period, or now if the period has not ended.",
        $"""
        select b.bucket, s.tenant_id, s.session_id as id, 1 as num, null::numeric as den
          from buckets b
          join core.sessions s on {string.Format(null, OpenAt, "b.ends_at")}
           and s.started_at < @last_close and s.started_at > @first_close - interval '24 hours'
        """
    )
    {
        Title = "Open sessions",
        Version = 3,
        Kind = MetricKind.Stock,
        Of = RowKind.Session,
        Dimensions = TenantMetrics.StandardDimensions,
        Basis = MetricBasis.Events,
        MinGrain = Grain.Hour,
        AffectedDays = 1,
    };

    /// <summary>A session that ends at the instant at which another starts does not overlap with it.</summary>
    private static readonly Metric Peak = new(
        "sessions.peak",
        MetricUnit.Count,
        GoodDirection.Up,
        "Highest number of sessions open at the same time.",
        """
        select o.bucket, o.tenant_id, max(o.open) as num, null::numeric as den
          from (select b.bucket, s.tenant_id, sum(d.step) over (partition by b.bucket, s.tenant_id order by d.at, d.step) as open
                  from buckets b
                  join core.sessions s on s.started_at < b.ends_at and s.started_at > b.starts_at - interval '24 hours' and (s.ended_at is null or s.ended_at > b.starts_at)
                   and s.started_at < @last_close and s.started_at > @first_start - interval '24 hours'
                 cross join lateral (values (greatest(s.started_at, b.starts_at), 1), (s.ended_at, -1)) d(at, step)
                 where d.at is not null) o
         group by 1, 2
        """
    )
    {
        Title = "Peak concurrent sessions",
        Version = 3,
        Kind = MetricKind.Peak,
        Of = RowKind.Session,
        Dimensions = [],
        Basis = MetricBasis.Events,
        MinGrain = Grain.Hour,
        Platform = """
            select b.bucket, s.peak as num, null::numeric as den
              from buckets b join core.session_buckets s on s.mode = @mode and s.bucket >= b.starts_at and s.bucket < b.ends_at
            """,
        RowsSql = $"""
            select b.bucket, s.tenant_id, s.session_id as id, 1 as num, null::numeric as den
              from buckets b
             cross join lateral (
               select q.at
                 from (select distinct greatest(o.started_at, b.starts_at) as at
                         from core.sessions o join core.tenants p on p.tenant_id = o.tenant_id and p.mode = @mode
                        where (@tenant = '' or o.tenant_id = @tenant) and o.started_at < b.ends_at and o.started_at > b.starts_at - interval '24 hours' and (o.ended_at is null or o.ended_at > b.starts_at)) q
                cross join lateral (
                  select count(*) as open from core.sessions s join core.tenants p on p.tenant_id = s.tenant_id and p.mode = @mode
                   where (@tenant = '' or s.tenant_id = @tenant) and {OpenFrom}) c
                order by c.open desc, q.at
                limit 1) q
              join core.sessions s on {OpenFrom}
            """,
    };

    private const string OpenFrom = "s.started_at <= q.at and s.started_at > q.at - interval '24 hours' and (s.ended_at is null or s.ended_at > q.at)";

    public Task<IReadOnlyList<Metric>> All(UnitOfWork work) => Task.FromResult<IReadOnlyList<Metric>>([Count, Time, Length, TimedOut, PerTenant, Open, Peak]);
}
