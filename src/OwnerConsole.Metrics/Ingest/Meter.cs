using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>A usage meter: which events it counts, and how their values are combined.</summary>
/// <param name="ValuePath">Path into the event's data; empty for <see cref="AggregationKind.Count"/>.</param>
/// <param name="GroupBy">Names in the event's data to group by, at most ten.</param>
/// <param name="Enforced">Whether it is counted in the transaction that ingests the event, because a limit depends on it.</param>
/// <param name="MeterId">Null before the meter is declared.</param>
public sealed record Meter(
    string Key,
    string Name,
    string Unit,
    string EventType,
    AggregationKind Adds,
    IReadOnlyList<string> ValuePath,
    IReadOnlyList<string> GroupBy,
    bool Enforced,
    string? MeterId = null
)
{
    /// <returns>The id of the meter's metric.</returns>
    public static string MetricIdOf(string key) => "usage." + key;

    /// <returns>The event's contribution; null if there is no number at the value path.</returns>
    public decimal? Value(IntakeEvent said)
    {
        if (Adds is AggregationKind.Count)
            return 1;
        var at = said.Data;
        foreach (var step in ValuePath)
            at = at is { ValueKind: JsonValueKind.Object } here && here.TryGetProperty(step, out var next) ? next : null;
        return at switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
            { ValueKind: JsonValueKind.String } text
                when decimal.TryParse(
                    text.GetString(),
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var value
                ) => value,
            _ => null,
        };
    }
}
