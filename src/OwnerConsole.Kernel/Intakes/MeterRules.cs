using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>What a meter must be to count, whoever declares it: the team in the settings or the application in its declaration.</summary>
public static partial class MeterRules
{
    private const int MostCuts = 10;

    /// <returns>what is wrong, with the field as a declaration calls it; null when it can count</returns>
    public static (string Field, Refusal Why)? Check(Meter meter) =>
        meter switch
        {
            _ when !Word().IsMatch(meter.Key) => ("key", new("bad_key", $"A meter's key has 1 to 64 small letters, digits or underscores.")),
            _ when !OneLine.Fits(meter.Name, 80) => ("name", new("bad_name", $"A meter has a name of 1 to 80 characters.")),
            _ when !OneLine.Fits(meter.Unit, 20) => ("unit", new("bad_unit", $"A unit has 1 to 20 characters.")),
            _ when !OneLine.Fits(meter.EventType, 200) || meter.EventType.Any(char.IsWhiteSpace) => (
                "event_type",
                new("bad_event_type", $"An event's type has 1 to 200 characters without a space.")
            ),
            _ when meter.Adds is not Adding.Count && !meter.ValuePath.All(step => OneLine.Fits(step, 100)) => (
                "value",
                new("value_needed", $"Say where the value stands in the event's data; only what is counted needs none.")
            ),
            _ when meter.GroupBy.Count > MostCuts || meter.GroupBy.Any(cut => !OneLine.Fits(cut, 100)) => (
                "group_by",
                new("bad_group_by", $"A meter is cut by {MostCuts} names at most, each of 1 to 100 characters.")
            ),
            { Enforced: true, Adds: not (Adding.Count or Adding.Sum) } => (
                "enforced",
                new("cannot_enforce", $"A limit can hang on what is counted or added up; the greatest, latest or different values are known only later.")
            ),
            _ => null,
        };

    /// <summary>Where a value stands, as it is written: <c>size.total</c>.</summary>
    public static IReadOnlyList<string> Path(Adding adds, string? value) =>
        adds is Adding.Count ? [] : [.. (value ?? "").Split('.', StringSplitOptions.TrimEntries)];

    /// <returns>true when what both have counted may be added up</returns>
    public static bool CountAlike(Meter one, Meter other) =>
        (one.EventType, one.Adds, string.Join('.', one.ValuePath)) == (other.EventType, other.Adds, string.Join('.', other.ValuePath));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_]{0,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
