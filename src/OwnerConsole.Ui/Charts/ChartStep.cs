using System.Globalization;

namespace OwnerConsole.Ui.Charts;

/// <summary>One step on the time axis of a chart: an hour, a day or a month.</summary>
/// <param name="Label">Full label, such as "Fri 20 Nov 2026".</param>
/// <param name="ShortLabel">Short label below the axis, such as "20 Nov".</param>
/// <param name="IsOpen">Whether the step is incomplete: it hasn't ended or the range cuts it, so its values can still change.</param>
/// <param name="Rows">Address of the underlying data; null when there is none.</param>
public sealed record ChartStep(string Label, string ShortLabel, bool IsOpen, string? Rows)
{
    /// <param name="starts">Starts of hours, oldest first. The last one is the current hour.</param>
    public static IReadOnlyList<ChartStep> OfHours(IEnumerable<DateTimeOffset> starts)
    {
        var hours = starts.ToList();
        return
        [
            .. hours.Select(
                (at, place) =>
                    new ChartStep(
                        at.ToString("ddd d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture),
                        at.ToString("HH:mm", CultureInfo.InvariantCulture),
                        place == hours.Count - 1,
                        null
                    )
            ),
        ];
    }
}
