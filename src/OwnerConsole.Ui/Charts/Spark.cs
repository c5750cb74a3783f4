using System.Globalization;
using System.Text;

namespace OwnerConsole.Ui.Charts;

/// <summary>The line of a small chart.</summary>
public static class Spark
{
    /// <summary>Steps from top to bottom; a line this small shows no more.</summary>
    public const int Height = 32;

    /// <param name="values">evenly apart; null where there is none</param>
    /// <returns>
    /// the path's text, one unit to the right for each value and y from 0 to <see cref="Height" />; in whole steps from point to point,
    /// which leaves a list of many such lines half as long; empty with fewer than two values
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
