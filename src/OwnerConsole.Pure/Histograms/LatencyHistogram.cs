namespace OwnerConsole.Pure.Histograms;

/// <summary>Histogram of latencies with four bins for each doubling, so that a percentile is exact to 10%.</summary>
public static class LatencyHistogram
{
    internal const int BinsPerDoubling = 4;

    /// <returns>Bin of a latency; 0 for 1 ms and less.</returns>
    public static int BinOf(int ms) => ms <= 1 ? 0 : (int)Math.Floor(Math.Log2(ms) * BinsPerDoubling);

    /// <returns>Bin of a duration; 0 for 1 ms and less, and also for a negative one.</returns>
    public static int BinOf(TimeSpan took) => BinOf((int)Math.Clamp(took.TotalMilliseconds, 0, int.MaxValue));

    /// <param name="bins">Number of checks by bin, lowest bin first.</param>
    /// <param name="share">Share of the checks that were as fast, such as 0.95.</param>
    /// <returns>Milliseconds; null if there were no checks.</returns>
    public static int? Percentile(IReadOnlyList<(int Bin, long Checks)> bins, double share)
    {
        var rank = Math.Ceiling(bins.Sum(bin => bin.Checks) * share);
        var seen = 0L;
        foreach (var (bin, checks) in bins)
            if ((seen += checks) >= rank && rank > 0)
                return (int)Math.Round(Math.Pow(2, (bin + 0.5) / BinsPerDoubling));
        return null;
    }
}
