using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Analytics;

/// <summary>Months in addresses, such as <c>2026-03</c>, and on pages.</summary>
internal static class MonthText
{
    private const string Format = "yyyy-MM";

    public static string Of(DateOnly month) => month.ToString(Format, CultureInfo.InvariantCulture);

    /// <returns><c>Mar 2026</c></returns>
    public static string Short(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    /// <returns><c>March 2026</c></returns>
    public static string Long(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <returns>First day of the month; null if the parameter is missing.</returns>
    /// <exception cref="Problem">400: not a month.</exception>
    public static DateOnly? Month(this IQueryCollection query, string name) =>
        query.Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 2000 and < 2100 ? month
        : throw Problem.Invalid(name, "must be a month from 2000-01 to 2099-12, such as 2026-03.");
}
