namespace OwnerConsole.Pure.Alerts;

/// <summary>The usual value of a number, and how far it usually is from that. A few outliers don't change either.</summary>
/// <param name="Median">Median of the earlier numbers.</param>
/// <param name="Deviation">Median distance from the median, scaled like a standard deviation; at least 5% of the median.</param>
/// <param name="Points">Number of earlier numbers.</param>
/// <remarks>Source: docs/guides/alert-rules.md#anomalies.</remarks>
public sealed record UsualRange(decimal Median, decimal Deviation, int Points)
{
    /// <summary>Ratio of the standard deviation to the median absolute deviation of a normal distribution.</summary>
    private const decimal Scale = 1.4826m;

    /// <summary>Numbers that were always the same would otherwise make each small difference an anomaly.</summary>
    private const decimal MinShare = 0.05m;

    /// <param name="earlier">Earlier numbers, the newest first. The oldest ones are left out if they are zero: the metric was probably not reported yet.</param>
    /// <returns>Null without any number.</returns>
    public static UsualRange? Find(IReadOnlyList<decimal> earlier)
    {
        var known = Enumerable.Reverse(earlier).SkipWhile(number => number == 0).ToList();
        if (known.Count == 0)
            return null;
        var median = MedianOf(known);
        var spread = MedianOf([.. known.Select(number => Math.Abs(number - median))]);
        return new(median, Math.Max(Scale * spread, MinShare * Math.Abs(median)), known.Count);
    }

    /// <param name="value">The number to judge.</param>
    /// <param name="deviations">How many deviations from the median are usual.</param>
    /// <param name="direction">Direction that counts.</param>
    /// <param name="minDifference">Smaller distances from the median are usual too.</param>
    /// <returns>Whether the number is outside of the usual range.</returns>
    public bool IsOutside(decimal value, int deviations, ChangeDirection direction, decimal minDifference) =>
        direction.Exceeds(value - Median, deviations * Deviation) && Math.Abs(value - Median) >= minDifference;

    private static decimal MedianOf(IReadOnlyCollection<decimal> numbers)
    {
        var sorted = numbers.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
