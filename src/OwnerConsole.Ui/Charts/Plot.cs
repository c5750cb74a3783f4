using System.Globalization;
using System.Text;

namespace OwnerConsole.Ui.Charts;

/// <summary>Layout of a line chart in percent of its width and height, so that the chart scales with its container and its text doesn't.</summary>
public sealed class Plot(IReadOnlyList<ChartStep> steps, IReadOnlyList<ChartLine> lines, decimal per, decimal least)
{
    public const decimal Left = 1,
        Top = 8,
        Bottom = 86;

    /// <summary>Maximum number of labels below the axis, limited by the width of a phone.</summary>
    private const int MaxLabels = 5;

    /// <summary>Minimum distance between the names at the ends of lines, so that they don't overlap.</summary>
    private const decimal MinLabelDistance = 8;

    /// <summary>Whether names are shown at the ends of the lines, which is the case for three or more lines.</summary>
    public bool IsNamed => lines.Count > 2;

    public decimal Right => IsNamed ? 90 : 99;

    public Axis Axis { get; } = Axis.Of([.. lines.SelectMany(line => line.Values).OfType<decimal>()], per, least);

    public decimal X(int step) => steps.Count < 2 ? (Left + Right) / 2 : Left + ((Right - Left) * step / (steps.Count - 1));

    public decimal Y(decimal value) => Bottom - ((Bottom - Top) * Axis.Share(value));

    /// <summary>Steps that have a label below the axis.</summary>
    public IReadOnlyList<int> Labelled =>
        steps.Count <= MaxLabels
            ? [.. Enumerable.Range(0, steps.Count)]
            : [.. Enumerable.Range(0, MaxLabels).Select(nth => (int)Math.Round((steps.Count - 1) * nth / (MaxLabels - 1m), MidpointRounding.AwayFromZero))];

    /// <returns>The path through completed steps; an unknown value interrupts it.</returns>
    public string Over(ChartLine line) => Path(line, isOpen: false);

    /// <returns>The path to and from incomplete steps; empty when all steps are complete.</returns>
    public string Open(ChartLine line) => Path(line, isOpen: true);

    /// <summary>Lines ordered from the highest last value down, with the vertical positions of their names, which don't overlap or go below the axis.</summary>
    public IReadOnlyList<(int Line, decimal Y)> Names
    {
        get
        {
            var ends = lines
                .Select((line, at) => (Line: at, End: line.Values.LastOrDefault(value => value is not null)))
                .Where(one => one.End is not null)
                .ToList();
            var names = new List<(int Line, decimal Y)>();
            foreach (var (line, end) in ends.OrderByDescending(one => one.End))
            {
                var free = names.Count == 0 ? Top : names[^1].Y + MinLabelDistance;
                names.Add((line, Math.Min(Math.Max(Y(end!.Value), free), Bottom - ((ends.Count - 1 - names.Count) * MinLabelDistance))));
            }
            return names;
        }
    }

    public static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private string Path(ChartLine line, bool isOpen)
    {
        var text = new StringBuilder();
        var drawn = -1;
        for (var at = 1; at < steps.Count; at++)
        {
            if (
                line.Values[at - 1] is not { } from
                || line.Values[at] is not { } to
                || (!line.IsPreviousPeriod && (steps[at - 1].IsOpen || steps[at].IsOpen)) != isOpen
            )
                continue;
            if (drawn != at - 1)
                text.Append(CultureInfo.InvariantCulture, $"M{Text(X(at - 1))},{Text(Y(from))}");
            text.Append(CultureInfo.InvariantCulture, $"L{Text(X(at))},{Text(Y(to))}");
            drawn = at;
        }
        return text.ToString();
    }
}
