using System.Globalization;
using System.Text.Json;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>What is measured: which events it hears, and how their values become one.</summary>
/// <param name="ValuePath">into the event's data; empty for <see cref="Adding.Count"/></param>
/// <param name="GroupBy">names in the event's data by which it is cut, ten at most</param>
/// <param name="Enforced">counted in the transaction that takes the event in, because a limit hangs on it</param>
/// <param name="MeterId">null before it is declared</param>
public sealed record Meter(
    string Key,
    string Name,
    string Unit,
    string EventType,
    Adding Adds,
    IReadOnlyList<string> ValuePath,
    IReadOnlyList<string> GroupBy,
    bool Enforced,
    string? MeterId = null
)
{
    /// <returns>the id of the metric that a meter of this key is</returns>
    public static string MetricOf(string key) => "usage." + key;

    /// <returns>what the event adds; null when it holds no number where the meter looks</returns>
    public decimal? Value(ReportedEvent said)
    {
        if (Adds is Adding.Count)
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

/// <summary>How a meter's values become one.</summary>
public enum Adding
{
    Sum,
    Count,
    Max,

    /// <summary>The value of the latest event of a day.</summary>
    Latest,

    /// <summary>How many different values there were.</summary>
    Unique,
}
