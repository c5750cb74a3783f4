using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Pure.Objectives;

/// <summary>Which bins of a histogram are fast enough.</summary>
public static class LatencyThreshold
{
    /// <summary>Lowest and highest threshold in milliseconds.</summary>
    public const int Min = 2,
        Max = 600_000;

    /// <param name="ms">Threshold in milliseconds, at least 2.</param>
    /// <returns>The last bin of <see cref="LatencyHistogram"/> that is fast enough: the one whose upper edge is nearest to the threshold.</returns>
    public static int LastBin(int ms) => (int)Math.Round(Math.Log2(ms) * LatencyHistogram.BinsPerDoubling) - 1;

    /// <param name="ms">Threshold in milliseconds, at least 2.</param>
    /// <returns>The threshold that is measured, in milliseconds: the upper edge of the last bin, which differs from the requested one by at most 10%.</returns>
    public static int Measured(int ms) => (int)Math.Round(Math.Pow(2, (LastBin(ms) + 1d) / LatencyHistogram.BinsPerDoubling));
}
