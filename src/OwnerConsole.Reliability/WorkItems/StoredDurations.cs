using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Reads how long jobs took in the last 24 hours, from at most 24 stored hours.</summary>
internal static class StoredDurations
{
    /// <returns>Null if no job was done.</returns>
    public static async Task<HealthDurations?> Read(DateTimeOffset now, UnitOfWork work)
    {
        var rows = await work.List<BinRow>(
            "select bin, sum(jobs)::bigint as jobs from work.durations where hour_at > @since group by bin order by bin",
            new { since = now.AddDays(-1) }
        );
        var bins = rows.Select(row => (row.Bin, row.Jobs)).ToList();
        return HealthDurations.Of("Time until a due job is done", LatencyHistogram.Percentile(bins, 0.5), LatencyHistogram.Percentile(bins, 0.95));
    }

    private sealed record BinRow(int Bin, long Jobs);
}
