using OwnerConsole.Data;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Points;

/// <summary>Past days whose data has changed: their points are ignored until they are recalculated.</summary>
internal sealed record StaleDays(IReadOnlyList<StaleDays.Day> Days)
{
    /// <param name="Basis">Basis of the changed metrics; * for all.</param>
    /// <param name="EverAfter">Whether all later days are affected as well.</param>
    /// <param name="Xid">Transaction that made the change, or a later one.</param>
    internal sealed record Day(Mode Mode, string Basis, DateOnly Date, bool EverAfter, long Xid);

    public static async Task<StaleDays> Read(UnitOfWork work) =>
        new(
            await work.List<Day>(
                """
                select mode, basis, day as date, ever_after, max(xid::text::bigint) as xid from core.stale_days group by 1, 2, 3, 4
                union
                select mode, 'events', day, false, 9223372036854775807 from core.days_touched
                """
            )
        );

    /// <returns>The oldest running transaction; changes of transactions before it are visible to all reads from here on.</returns>
    public static Task<long> OldestRunningTransaction(UnitOfWork work) => work.One<long>("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

    /// <param name="seen">The point includes transactions before this one.</param>
    public bool Affects(Metric metric, Mode mode, Bucket bucket, long seen) =>
        Days.Any(day =>
            day.Xid >= seen
            && day.Mode == mode
            && (day.Basis == "*" || day.Basis == metric.Basis.Name)
            && day.Date <= bucket.LastDay
            && (day.EverAfter || metric.AffectedDays is not { } reach || day.Date.AddDays(reach) >= bucket.FirstDay)
        );
}
