using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Validation rules of meters, whether declared in the settings or by the application.</summary>
public static partial class MeterRules
{
    private const int MaxGroups = 10;

    /// <returns>The invalid field, as named in a declaration, with the reason; null if the meter is valid.</returns>
    public static (string Field, Refusal Why)? Check(Meter meter) =>
        meter switch
        {
            _ when !Word().IsMatch(meter.Key) => ("key", new("bad_key", $"A meter's key must be 1 to 64 lowercase letters, digits or underscores.")),
            _ when !SingleLineText.IsValid(meter.Name, 80) => ("name", new("bad_name", $"A meter's name must be 1 to 80 characters.")),
            _ when !SingleLineText.IsValid(meter.Unit, 20) => ("unit", new("bad_unit", $"A unit must be 1 to 20 characters.")),
            _ when !SingleLineText.IsValid(meter.EventType, 200) || meter.EventType.Any(char.IsWhiteSpace) => (
                "event_type",
                new("bad_event_type", $"An event type must be 1 to 200 characters without spaces.")
            ),
            _ when meter.Adds is not AggregationKind.Count && !meter.ValuePath.All(step => SingleLineText.IsValid(step, 100)) => (
                "value",
                new("value_needed", $"Enter the path of the value in the event's data. Only meters that count events need none.")
            ),
            _ when meter.GroupBy.Count > MaxGroups || meter.GroupBy.Any(cut => !SingleLineText.IsValid(cut, 100)) => (
                "group_by",
                new("bad_group_by", $"A meter can be grouped by at most {MaxGroups} names, each of 1 to 100 characters.")
            ),
            { Enforced: true, Adds: not (AggregationKind.Count or AggregationKind.Sum) } => (
                "enforced",
                new("cannot_enforce", $"Only meters that count or sum can enforce a limit. Maximum, latest and unique values are known only later.")
            ),
            _ => null,
        };

    /// <summary>Parses the path of a value, such as <c>size.total</c>.</summary>
    public static IReadOnlyList<string> Path(AggregationKind adds, string? value) =>
        adds is AggregationKind.Count ? [] : [.. (value ?? "").Split('.', StringSplitOptions.TrimEntries)];

    /// <returns>Whether the counts of both meters can be added up.</returns>
    public static bool CountTheSame(Meter one, Meter other) =>
        (one.EventType, one.Adds, string.Join('.', one.ValuePath)) == (other.EventType, other.Adds, string.Join('.', other.ValuePath));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
