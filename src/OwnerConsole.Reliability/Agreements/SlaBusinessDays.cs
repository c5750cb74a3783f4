using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Rows of business hours in the form of an SLA.</summary>
internal static class SlaBusinessDays
{
    /// <returns>The rows without surrounding spaces and duplicates, by weekday from Monday and by time.</returns>
    public static IReadOnlyList<BusinessDay> Normalize(IReadOnlyList<BusinessDay>? days) =>
        [
            .. (days ?? [])
                .Select(day => day with { From = day.From.Trim(), To = day.To.Trim() })
                .Distinct()
                .OrderBy(day => Zone.DaysSinceMonday(day.Day))
                .ThenBy(day => day.From, StringComparer.Ordinal),
        ];

    /// <returns>The values by the names of the fields of a form.</returns>
    public static IEnumerable<(string Name, string? Value)> ValuesOf(IReadOnlyList<BusinessDay> days) =>
        days.SelectMany(
            (day, row) => new (string, string?)[] { (Field(row, "day"), day.Day.ToText()), (Field(row, "from"), day.From), (Field(row, "to"), day.To) }
        );

    private static string Field(int row, string name) => string.Create(CultureInfo.InvariantCulture, $"business_days.{row}.{name}");
}
