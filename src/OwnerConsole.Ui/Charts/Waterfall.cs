namespace OwnerConsole.Ui.Charts;

/// <summary>Layout of a chart from a starting value over its changes to an ending value, in percent of its width and height.</summary>
public sealed class Waterfall
{
    private const decimal Top = 12,
        Bottom = 84;

    private readonly decimal _high;

    /// <param name="changes">Changes between start and end, in the order of the chart.</param>
    public Waterfall(decimal start, IReadOnlyList<decimal> changes)
    {
        var totals = new List<decimal> { start };
        foreach (var change in changes)
            totals.Add(totals[^1] + change);
        var (low, high) = (totals.Min(), totals.Max());
        Base = low > high - low ? Math.Max(0, low - ((high - low) / 2)) : Math.Min(0, low);
        _high = high > Base ? high : Base + 1;
        Bars = [(Base, start), .. totals.Zip(totals.Skip(1)), (Base, totals[^1])];
    }

    /// <summary>Value at the bottom of the axis: 0 unless the changes would be too small to see.</summary>
    public decimal Base { get; }

    /// <summary>Value at the beginning and the end of each bar.</summary>
    public IReadOnlyList<(decimal From, decimal To)> Bars { get; }

    public decimal Width => 100m / Bars.Count;

    public decimal X(int bar) => bar * Width;

    public decimal Y(int bar) => Place(Math.Max(Bars[bar].From, Bars[bar].To));

    /// <summary>Bars without a height are still visible as a line.</summary>
    public decimal Height(int bar) => Math.Max(0.6m, Place(Math.Min(Bars[bar].From, Bars[bar].To)) - Y(bar));

    private decimal Place(decimal value) => Bottom - ((Bottom - Top) * (value - Base) / (_high - Base));
}
