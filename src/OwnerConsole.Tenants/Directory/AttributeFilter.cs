using System.Globalization;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Directory;

/// <summary>What an attribute is narrowed to: a value, or a number or a day that it is at least or at most.</summary>
/// <param name="Bound">null for the value itself</param>
public sealed partial record AttributeFilter(string Name, AttributeBound? Bound, string Value)
{
    /// <summary>What is compared, as a number is stored; null when it is none.</summary>
    private string? Number { get; init; }

    /// <summary>Its part of an address.</summary>
    public static string Of(string name, AttributeBound? bound = null) =>
        bound is null ? $"attribute[{name}]" : $"attribute[{name}][{(bound is AttributeBound.From ? "gte" : "lte")}]";

    /// <returns>null when the part of an address is no attribute's</returns>
    public static string? NameOf(string part) => Part().Match(part) is { Success: true } read ? read.Groups[1].Value : null;

    /// <returns>null when the part of an address is no attribute's</returns>
    /// <exception cref="Problem">400: neither a number nor a day, where one is compared with</exception>
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
            : throw Problem.Invalid(part, "is a number, or a day such as 2026-01-31.");
    }

    /// <summary>Of the attribute <c>a</c>; a value of another kind is neither more nor less. A number is found however it is written, a text as it is.</summary>
    internal string Sql(string asked) =>
        (Bound, Number) switch
        {
            (null, { } number) when number != Value => // of digits, a point and a sign
            $"(md5(a.value #>> '{{}}') = md5({asked}) or md5(a.value #>> '{{}}') = md5('{number}') and jsonb_typeof(a.value) = 'number')",
            (null, _) => $"md5(a.value #>> '{{}}') = md5({asked})",
            (_, not null) => $"jsonb_typeof(a.value) = 'number' and a.value {Sign} ({asked})::jsonb",
            _ => $"jsonb_typeof(a.value) = 'string' and a.value #>> '{{}}' ~ '^\\d{{4}}-\\d\\d-\\d\\d$' and (a.value #>> '{{}}') collate \"C\" {Sign} {asked}",
        };

    private string Sign => Bound is AttributeBound.From ? ">=" : "<=";

    [GeneratedRegex(@"^attribute\[([a-z][a-z0-9_]{0,39})\](?:\[(gte|lte)\])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}

/// <summary>A side of a range; it belongs to it.</summary>
public enum AttributeBound
{
    From,
    To,
}
