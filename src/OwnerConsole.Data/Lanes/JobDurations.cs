using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Data.Lanes;

/// <summary>Counts in memory how long the jobs of this process took, by bin, from when they were due until they were done. Schedules are not counted.</summary>
public sealed class JobDurations : CountBuffer<int>
{
    public void Add(TimeSpan took) => Add(LatencyHistogram.BinOf(took), 1);
}
