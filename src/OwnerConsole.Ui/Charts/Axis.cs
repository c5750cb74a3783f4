namespace OwnerConsole.Ui.Charts;

/// <summary>Vertical axis of a chart: its range and the round values marked on it.</summary>
/// <param name="Low">Lower end: 0 unless all values are far above 0 or some are negative.</param>
/// <param name="Marks">Marked values in ascending order, from <paramref name="Low"/> to <paramref name="High"/>.</param>
public sealed record Axis(decimal Low, decimal High, IReadOnlyList<decimal> Marks)
{
    private const int Parts = 4;

    /// <summary>When the smallest value is above this share of the largest, an axis from 0 would flatten the line.</summary>
    private const decimal FarFromZero = 0.6m;

    private static readonly decimal[] s_round = [1, 2, 2.5m, 5, 10];

    /// <param name="per">Divisor from the stored unit to the displayed one: 3,600 for seconds shown as hours.</param>
    /// <param name="least">Smallest step, such as one cent or one tenant; 0 for any.</param>
    public static Axis Of(IReadOnlyCollection<decimal> values, decimal per = 1, decimal least = 0)
    {
        var (min, max) = values.Count == 0 ? (0, 0) : (values.Min() / per, values.Max() / per);
        var from =
            min < 0 ? min
            : min > max * FarFromZero ? min - (max - min)
            : 0;
        var step = Step(Math.Max(max, 0) - from, least);
        var low = Math.Max(decimal.Floor(from / step), min < 0 ? decimal.MinValue : 0) * step;
        var marks = new List<decimal> { low };
        while (marks[^1] < max || marks.Count < 2)
            marks.Add(marks[^1] + step);
        return new(low * per, marks[^1] * per, [.. marks.Select(mark => mark * per)]);
    }

    /// <returns>Position of the value on the axis, from 0 (bottom) to 1 (top).</returns>
    public decimal Share(decimal value) => (value - Low) / (High - Low);

    private static decimal Step(decimal span, decimal least)
    {
        if (span <= 0)
            return Math.Max(least, 1);
        var size = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)span / Parts)));
        return s_round
            .Select(round => round * size)
            .FirstOrDefault(step => step * Parts >= span && (least == 0 || step % least == 0), Math.Max(10 * size, least));
    }
}
