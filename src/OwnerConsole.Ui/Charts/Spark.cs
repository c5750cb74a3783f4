using System.Globalization;

namespace OwnerConsole.Ui.Charts;

/// <summary>The line of a small chart.</summary>
public static class Spark
{
    private const decimal Margin = 3;

    /// <param name="values">evenly apart; null where there is none</param>
    /// <returns>the path's text; empty with fewer than two values</returns>
    public static string Line(IReadOnlyList<decimal?> values, int width, int height)
    {
        var known = values.OfType<decimal>().ToList();
        if (known.Count < 2)
            return "";
        var (low, high) = (known.Min(), known.Max());
        var span = high == low ? 1 : high - low;
        var step = (width - (2 * Margin)) / Math.Max(1, values.Count - 1);
        var points = values.Select((value, at) => (value, at)).Where(point => point.value is not null);
        return string.Join(
            ' ',
            points.Select(
                (point, nth) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(nth == 0 ? "M" : "")}{Margin + (point.at * step):0.0},{(high == low ? height / 2m : height - Margin - ((point.value!.Value - low) / span * (height - (2 * Margin)))):0.0}"
                    )
            )
        );
    }

    /// <returns>in words, for who does not see the line</returns>
    public static string Says(IReadOnlyList<decimal?> values) =>
        values.OfType<decimal>().ToList() is [var first, .., var last]
            ? last > first
                ? "rising"
                : last < first
                    ? "falling"
                    : "level"
            : "no trend yet";
}
