using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Kernel.Metrics.Points;

/// <summary>Days that are over and whose numbers changed after all: points of theirs aren't believed until they are computed anew.</summary>
internal sealed record Dirt(IReadOnlyList<Dirt.Day> Days)
{
    /// <param name="Basis">of the metrics that changed; * for all of them</param>
    /// <param name="EverAfter">every day from this one on, too</param>
    /// <param name="Xid">the transaction that changed it, or came after that one</param>
    internal sealed record Day(Population Population, string Basis, DateOnly Date, bool EverAfter, long Xid);

    public static async Task<Dirt> Read(Work work) =>
        new(
            await work.List<Day>(
                """
                select population, basis, day as date, ever_after, max(xid::text::bigint) as xid from core.point_dirt group by 1, 2, 3, 4
                union
                select population, 'events', day, false, 9223372036854775807 from core.days_touched
                """
            )
        );

    /// <returns>the oldest transaction that runs: what others before it changed is in everything that is read from here on</returns>
    public static Task<long> Ended(Work work) => work.One<long>("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

    /// <param name="seen">transactions before this one are in the point</param>
    public bool Touches(Metric metric, Population population, Bucket bucket, long seen) =>
        Days.Any(day =>
            day.Xid >= seen
            && day.Population == population
            && (day.Basis == "*" || day.Basis == metric.Basis.Name)
            && day.Date <= bucket.LastDay
            && (day.EverAfter || metric.Reaches is not { } reach || day.Date.AddDays(reach) >= bucket.FirstDay)
        );
}
