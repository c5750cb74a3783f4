using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Directory.Public;

/// <summary>Filters tenants or members by an attribute: an exact value, or a lower or upper bound for a number or a date.</summary>
/// <param name="Bound">Side of the range; null to match the exact value.</param>
public sealed partial record AttributeFilter(string Name, AttributeBound? Bound, string Value)
{
    /// <summary>The value as PostgreSQL stores the number; null if the value is not a number.</summary>
    private string? Number { get; init; }

    /// <summary>The name of the query parameter.</summary>
    public static string Of(string name, AttributeBound? bound = null) =>
        bound is null ? $"attribute[{name}]" : $"attribute[{name}][{(bound is AttributeBound.From ? "gte" : "lte")}]";

    /// <returns>The name of the attribute; null if the query parameter is not an attribute filter.</returns>
    public static string? NameOf(string part) => Part().Match(part) is { Success: true } read ? read.Groups[1].Value : null;

    /// <returns>Names of the query parameters that are attribute filters.</returns>
    internal static IEnumerable<string> ListParameters(IQueryCollection query) => query.Keys.Where(part => NameOf(part) is not null);

    /// <exception cref="Problem">400: a range bound is neither a number nor a date.</exception>
    internal static IReadOnlyList<AttributeFilter> List(IQueryCollection query) =>
        [.. query.Keys.Select(part => query.Text(part) is { } value ? Read(part, value) : null).OfType<AttributeFilter>()];

    /// <returns>null if the query parameter is not an attribute filter.</returns>
    /// <exception cref="Problem">400: a range bound is neither a number nor a date.</exception>
    public static AttributeFilter? Read(string part, string value)
    {
        if (Part().Match(part) is not { Success: true } read)
            return null;
        var name = read.Groups[1].Value;
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        var plain = PlainNumber.Of(number).ToString(CultureInfo.InvariantCulture);
        if (!read.Groups[2].Success)
            return new(name, null, value) { Number = isNumber ? plain : null };
        var bound = read.Groups[2].Value == "gte" ? AttributeBound.From : AttributeBound.To;
        if (isNumber)
            return new(name, bound, plain) { Number = plain };
        return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? new(name, bound, value)
            : throw Problem.Invalid(part, "must be a number or a date such as 2026-01-31.");
    }

    /// <summary>The SQL condition on the attribute row <c>a</c>.</summary>
    /// <remarks>Values of another JSON type never match a range. Numbers match in any notation, texts match exactly.</remarks>
    internal string Sql(string asked) =>
        (Bound, Number) switch
        {
            (null, { } number) when number != Value => // not the number itself, because the text of a slow statement is sent to Sentry
                $"(md5(a.value #>> '{{}}') = md5({asked}) or md5(a.value #>> '{{}}') = md5(trim_scale(({asked})::numeric)::text) and jsonb_typeof(a.value) = 'number')",
            (null, _) => $"md5(a.value #>> '{{}}') = md5({asked})",
            (_, not null) => $"jsonb_typeof(a.value) = 'number' and a.value {Sign} ({asked})::jsonb",
            _ => $"jsonb_typeof(a.value) = 'string' and a.value #>> '{{}}' ~ '^\\d{{4}}-\\d\\d-\\d\\d$' and (a.value #>> '{{}}') collate \"C\" {Sign} {asked}",
        };

    /// <summary>Order of the rows <c>a</c> in the index of a range, so that few of them are read; empty for an exact value.</summary>
    internal string Order =>
        (Bound, Number) switch
        {
            (null, _) => "",
            (_, not null) => " order by a.value",
            _ => " order by (a.value #>> '{}') collate \"C\"",
        };

    /// <summary>The SQL condition on a column with a JSON object of attributes. No index supports it.</summary>
    /// <param name="column">The column, such as m.attributes.</param>
    /// <param name="place">Position of the filter, starting at 0, in the arrays @names and @values.</param>
    internal string SqlOf(string column, int place) =>
        $"{column} <> '{{}}' and exists (select from (select {column} -> @names[{place + 1}]) a(value) where {Sql($"@values[{place + 1}]")})";

    private string Sign => Bound is AttributeBound.From ? ">=" : "<=";

    [GeneratedRegex(@"^attribute\[([a-z][a-z0-9_]{0,39})\](?:\[(gte|lte)\])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}

/// <summary>A side of an inclusive range.</summary>
public enum AttributeBound
{
    From,
    To,
}
