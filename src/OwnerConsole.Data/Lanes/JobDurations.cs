using System.Collections.Concurrent;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Data.Lanes;

/// <summary>Counts in memory how long the jobs of this process took, from when they were due until they were done. Schedules are not counted.</summary>
public sealed class JobDurations
{
    private readonly ConcurrentDictionary<int, long> _jobs = new();

    public void Add(TimeSpan took) => Add(LatencyHistogram.BinOf((int)Math.Clamp(took.TotalMilliseconds, 0, int.MaxValue)), 1);

    /// <param name="bin">Bin of their duration.</param>
    /// <param name="jobs">Number of jobs.</param>
    public void Add(int bin, long jobs) => _jobs.AddOrUpdate(bin, jobs, (_, known) => known + jobs);

    /// <returns>Number of jobs by bin, counted since the last call.</returns>
    public IReadOnlyDictionary<int, long> Take()
    {
        var taken = new Dictionary<int, long>();
        foreach (var bin in _jobs.Keys)
            if (_jobs.TryRemove(bin, out var jobs))
                taken[bin] = jobs;
        return taken;
    }
}
