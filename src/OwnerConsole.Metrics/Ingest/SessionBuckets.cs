using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Counts started and concurrent sessions per quarter of an hour, for periods in which sessions changed or are open.</summary>
/// <remarks>
/// A session is open from its start until its end, exclusive: one that ends when another starts does not overlap with it. The peak therefore never
/// occurs at an end, and sessions that end together need no intermediate counts.
/// </remarks>
public sealed class SessionBuckets(Database database)
{
    /// <summary>Maximum number of quarters of an hour counted together: one week.</summary>
    private const int MaxBuckets = 4 * 24 * 7;

    /// <returns>True if there is more to do.</returns>
    public async Task<bool> Count(CancellationToken stop)
    {
        var runs = await FindRanges(stop);
        foreach (var run in runs)
            await Write(run, await CountRange(run, stop), stop);
        await MarkPassed(stop);
        return await HasStaleBuckets(stop);
    }

    /// <summary>Whether session data was reported that is not counted yet.</summary>
    public static async Task<bool> IsBehind(UnitOfWork work) =>
        await IntakeCounts.Behind(work) is not null || await work.One<bool>("select exists (select from core.stale_session_buckets)");

    private async Task<bool> HasStaleBuckets(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<bool>("select exists (select from core.stale_session_buckets)");
    }

    /// <returns>The ranges to count, with adjacent ones combined, earliest first.</returns>
    private async Task<IReadOnlyList<BucketRange>> FindRanges(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<BucketRange>(
            """
            with dirty as (
              (select mode, bucket from core.stale_session_buckets order by mode, bucket limit @Most)
              union
              select o.mode, bucket
                from (select distinct t.mode from core.sessions s join core.tenants t using (tenant_id) where s.ended_at is null and s.started_at <= now()) o
               cross join core.projection f
               cross join lateral generate_series(date_bin('15 minutes', f.sessions_until, 'epoch'), now(), '15 minutes') bucket),
            numbered as (
              select mode, bucket, bucket - row_number() over (partition by mode order by bucket) * interval '15 minutes' as island from dirty)
            select mode, min(bucket) as from_at, max(bucket) + interval '15 minutes' as to_at
              from numbered
             group by mode, island
             order by 2
            """,
            new { Most = MaxBuckets }
        );
    }

    private async Task<IReadOnlyList<BucketCount>> CountRange(BucketRange run, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<BucketCount>(
            """
            with s as materialized (
              select x.started_at, coalesce(x.ended_at, 'infinity') as ended_at
                from core.sessions x join core.tenants t using (tenant_id)
               where t.mode = @Mode and x.started_at >= @FromAt - interval '24 hours' and x.started_at < @ToAt
                 and (x.ended_at is null or x.ended_at >= @FromAt)),
            steps as (
              select started_at as at, case when ended_at > started_at then 1 else 0 end as step, 1 as started from s
              union all
              select ended_at, -1, 0 from s where ended_at > started_at and ended_at < @ToAt
              union all
              select bucket, 0, 0 from generate_series(@FromAt, @ToAt - interval '1 minute', '15 minutes') bucket),
            running as (select at, step, started, sum(step) over (order by at, step rows unbounded preceding) as open from steps)
            select date_bin('15 minutes', at, 'epoch') as bucket, sum(started)::int as started, max(open) filter (where step >= 0)::int as peak
              from running
             where at >= @FromAt
             group by 1
            """,
            run
        );
    }

    private async Task Write(BucketRange run, IReadOnlyList<BucketCount> counted, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("sessions.count"), [], stop);
        await work.Execute(
            """
            insert into core.session_buckets as b (mode, bucket, started, peak)
            select @Mode, * from unnest(@buckets, @started, @peaks) c(bucket, started, peak) order by c.bucket
            on conflict (mode, bucket) do update set started = excluded.started, peak = excluded.peak
             where (b.started, b.peak) <> (excluded.started, excluded.peak)
            """,
            new
            {
                run.Mode,
                buckets = counted.Select(bucketCount => bucketCount.Bucket.UtcDateTime).ToArray(),
                started = counted.Select(bucketCount => bucketCount.Started).ToArray(),
                peaks = counted.Select(bucketCount => bucketCount.Peak).ToArray(),
            }
        );
        await work.Execute("delete from core.stale_session_buckets where mode = @Mode and bucket >= @FromAt and bucket < @ToAt", run);
        await work.Commit();
    }

    /// <summary>Marks the quarters since the last count, because open sessions extend into each new quarter.</summary>
    private async Task MarkPassed(CancellationToken stop)
    {
        await using var look = await database.Read(stop);
        var isNew = await look.One<bool>(
            "select date_bin('15 minutes', sessions_until, 'epoch') < date_bin('15 minutes', now(), 'epoch') from core.projection"
        );
        if (!isNew)
            return;
        await look.DisposeAsync();
        await using var work = await database.Write(WriteOrigin.Intake("sessions.count"), [], stop);
        await work.Execute("update core.projection set sessions_until = now()");
        await work.Commit();
    }

    private sealed record BucketRange(string Mode, DateTimeOffset FromAt, DateTimeOffset ToAt);

    private sealed record BucketCount(DateTimeOffset Bucket, int Started, int Peak);
}
