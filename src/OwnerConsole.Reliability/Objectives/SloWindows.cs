using OwnerConsole.Data;
using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Reliability.Objectives;

/// <summary>Reads the events of the windows of burn rates.</summary>
internal static class SloWindows
{
    private static readonly BurnWindow[] s_all = Enum.GetValues<BurnWindow>();

    /// <returns>Events by indicator and window, with one statement. Windows without events are left out.</returns>
    public static async Task<ILookup<string, (BurnWindow Window, EventCount Count)>> List(
        IReadOnlyCollection<string> indicators,
        DateTimeOffset now,
        UnitOfWork work
    ) =>
        (
            await work.List<WindowRow>(
                """
                select t.indicator, w.nth, sum(t.events)::bigint as events, sum(t.bad)::bigint as bad
                  from unnest(@grains, @starts) with ordinality w(grain, starts_at, nth)
                  join objectives.totals t on t.tenant_id = 'tnt_platform' and t.indicator = any(@indicators) and t.grain = w.grain
                   and t.bucket_at >= w.starts_at and t.bucket_at <= @now
                 group by t.indicator, w.nth
                """,
                new
                {
                    indicators = indicators.ToArray(),
                    grains = s_all.Select(window => window is BurnWindow.ThreeDays ? "hour" : "five_minutes").ToArray(),
                    starts = s_all.Select(window => window.Start(now)).ToArray(),
                    now,
                }
            )
        ).ToLookup(row => row.Indicator, row => (s_all[(int)row.Nth - 1], new EventCount(row.Events, row.Bad)), StringComparer.Ordinal);

    /// <returns>Start of the history by indicator, with one statement: the first hour, or the first day if hours of that time are no longer stored.</returns>
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListStarts(IReadOnlyCollection<string> indicators, UnitOfWork work) =>
        (
            await work.List<StartRow>(
                """
                select i.indicator, case when h.at < d.at + interval '1 day' then h.at else d.at end as at
                  from unnest(@indicators) i(indicator)
                  cross join lateral (select min(t.bucket_at) as at from objectives.totals t
                                       where t.tenant_id = 'tnt_platform' and t.indicator = i.indicator and t.grain = 'day') d
                  cross join lateral (select min(t.bucket_at) as at from objectives.totals t
                                       where t.tenant_id = 'tnt_platform' and t.indicator = i.indicator and t.grain = 'hour') h
                 where d.at is not null
                """,
                new { indicators = indicators.ToArray() }
            )
        ).ToDictionary(row => row.Indicator, row => row.At, StringComparer.Ordinal);

    /// <param name="since">Start of the first hour.</param>
    /// <returns>Events by hour, without hours that have none.</returns>
    public static async Task<IReadOnlyList<(DateTimeOffset At, EventCount Count)>> ListHours(string indicator, DateTimeOffset since, UnitOfWork work) =>
        [.. (await List(indicator, "hour", since, work)).Select(row => (row.BucketAt, new EventCount(row.Events, row.Bad)))];

    /// <param name="since">Start of the first day (UTC).</param>
    /// <returns>Events by day, without days that have none.</returns>
    public static async Task<IReadOnlyDictionary<DateOnly, EventCount>> ListDays(string indicator, DateTimeOffset since, UnitOfWork work) =>
        (await List(indicator, "day", since, work)).ToDictionary(
            row => DateOnly.FromDateTime(row.BucketAt.UtcDateTime),
            row => new EventCount(row.Events, row.Bad)
        );

    private static Task<IReadOnlyList<BucketRow>> List(string indicator, string grain, DateTimeOffset since, UnitOfWork work) =>
        work.List<BucketRow>(
            """
            select bucket_at, events, bad from objectives.totals
             where tenant_id = 'tnt_platform' and indicator = @indicator and grain = @grain and bucket_at >= @since
             order by bucket_at
            """,
            new
            {
                indicator,
                grain,
                since,
            }
        );

    private sealed record BucketRow(DateTimeOffset BucketAt, long Events, long Bad);

    private sealed record StartRow(string Indicator, DateTimeOffset At);

    private sealed record WindowRow(string Indicator, long Nth, long Events, long Bad);
}
