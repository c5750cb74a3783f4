using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores and reads the size of the console's database by hour. Rows are kept for 90 days.</summary>
internal static class StorageHistory
{
    /// <param name="space">Space of its disk; null if it is on another machine.</param>
    public static Task Add(long bytes, VolumeSpace? space, UnitOfWork work) =>
        work.Execute(
            """
            insert into probes.storage_sizes as s (tenant_id, bucket_at, bytes, used_share)
            values ('tnt_platform', date_bin('1 hour', now(), 'epoch'), @bytes, @share::double precision)
            on conflict (tenant_id, bucket_at) do update
               set bytes = greatest(s.bytes, excluded.bytes), used_share = greatest(s.used_share, excluded.used_share)
            """,
            new { bytes, share = space is { Total: > 0 } ? 100d * (space.Total - space.Free) / space.Total : (double?)null }
        );

    /// <param name="column">Column that is compared: bytes or used_share.</param>
    /// <param name="threshold">Threshold in the unit of the column.</param>
    /// <returns>
    /// Periods in which the condition was met. A size counts until the next one, because no alert starts or ends while the console is stopped and measures
    /// nothing.
    /// </returns>
    public static Task<IReadOnlyList<NumberPeriod>> FindMet(string column, bool isAbove, double threshold, DateTimeOffset since, UnitOfWork work) =>
        work.List<NumberPeriod>(
            $"""
            select null::text as service, null::text as replica, m.bucket_at as started_at, m.ended_at
              from (select s.bucket_at, s.{column} as measured, coalesce(lead(s.bucket_at) over (order by s.bucket_at), now()) as ended_at
                      from probes.storage_sizes s
                     where s.tenant_id = 'tnt_platform' and s.bucket_at >= @since and s.{column} is not null) m
             where m.measured {(isAbove ? ">" : "<")} @threshold
            """,
            new { since, threshold }
        );

    /// <returns>Highest sizes in bytes of the parts of the range, oldest first; null where none was measured.</returns>
    public static async Task<IReadOnlyList<NumberPoint>> ReadTrend(TrendRange range, DateTimeOffset now, UnitOfWork work)
    {
        var (starts, width) = TrendParts.Of(range, now);
        var sizes = (
            await work.List<SizeRow>(
                """
                select date_bin(@width, s.bucket_at, '0001-01-01 00:00+00') as at, max(s.bytes) as bytes
                  from probes.storage_sizes s
                 where s.tenant_id = 'tnt_platform' and s.bucket_at >= @first
                 group by 1
                """,
                new { width, first = starts[0] }
            )
        ).ToDictionary(row => row.At, row => (decimal?)row.Bytes);
        return [.. starts.Select(at => new NumberPoint(at, sizes.GetValueOrDefault(at)))];
    }

    private sealed record SizeRow(DateTimeOffset At, long Bytes);
}
