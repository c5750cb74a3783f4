using System.Text.RegularExpressions;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Type of a query parameter in the API description. Handlers refuse other values with 400.</summary>
/// <param name="Name">Type in JSON Schema: string, integer or boolean.</param>
/// <param name="Format">Format in JSON Schema, such as date; null if none.</param>
/// <param name="Pattern">Regular expression that values match; null if none.</param>
/// <param name="Minimum">Smallest number; null if none.</param>
/// <param name="Maximum">Largest number; null if none.</param>
/// <param name="Words">All values; null if they can't be listed.</param>
public sealed record QueryType(
    string Name,
    string? Format = null,
    string? Pattern = null,
    int? Minimum = null,
    int? Maximum = null,
    IReadOnlyList<string>? Words = null
)
{
    public static QueryType Text { get; } = new("string");

    public static QueryType Boolean { get; } = new("boolean");

    public static QueryType Day { get; } = new("string", Format: "date");

    /// <summary>A month such as 2026-03.</summary>
    public static QueryType Month { get; } = new("string", Pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$");

    public static QueryType Integer(int minimum, int? maximum = null) => new("integer", Minimum: minimum, Maximum: maximum);

    /// <param name="prefix">Prefix of the IDs, such as <c>tnt_</c>.</param>
    public static QueryType Id(string prefix) => new("string", Pattern: $"^{Regex.Escape(prefix)}");

    public static QueryType OneOf(params IEnumerable<string> words) => new("string", Words: [.. words]);

    /// <summary>All words of an enum.</summary>
    public static QueryType OneOf<T>()
        where T : struct, Enum => OneOf(Enum.GetValues<T>().Select(value => value.ToText()));

    /// <summary>One column, ascending, or descending with a minus.</summary>
    public static QueryType SortOf(params IEnumerable<string> columns) => OneOf(columns.SelectMany(column => (string[])[column, $"-{column}"]));
}
