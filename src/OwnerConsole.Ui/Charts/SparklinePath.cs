using System.Globalization;
using System.Text;

namespace OwnerConsole.Ui.Charts;

/// <summary>Builds the path of a sparkline.</summary>
public static class SparklinePath
{
    /// <summary>Vertical resolution of the line; more would not be visible at its size.</summary>
    public const int Height = 32;

    /// <param name="values">Evenly spaced values; null where there is none.</param>
    /// <returns>
    /// The path's text, with one unit to the right per value and y from 0 to <see cref="Height" />; empty with fewer than two values.
    /// It uses relative whole steps, which halves the size of a page with many sparklines.
    /// </returns>
    public static string Line(IReadOnlyList<decimal?> values)
    {
        var points = values.Select((value, at) => (Value: value, At: at)).Where(point => point.Value is not null).ToList();
        if (points.Count < 2)
            return "";
        var (low, high) = (points.Min(point => point.Value!.Value), points.Max(point => point.Value!.Value));
        var path = new StringBuilder();
        var (x, y) = (0, 0);
        foreach (var (value, at) in points)
        {
            var down = high == low ? Height / 2 : (int)Math.Round(Height * (high - value!.Value) / (high - low));
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? "m" : " ")}{at - x} {down - y}");
            (x, y) = (at, down);
        }
        return path.ToString();
    }

    /// <returns>The trend in words, for screen readers.</returns>
    public static string Describe(IReadOnlyList<decimal?> values) =>
        values.OfType<decimal>().ToList() is [var first, .., var last]
            ? last > first
                ? "rising"
                : last < first
                    ? "falling"
                    : "level"
            : "no trend yet";
}
