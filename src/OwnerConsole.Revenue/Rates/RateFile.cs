using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Rates;

/// <summary>
/// Reads exchange rates from JSON, and from the files in which the European Central Bank publishes its reference rates: CSV and XML, for a day, 90 days or all
/// days.
/// </summary>
/// <remarks>Formats: ecb.europa.eu, Euro foreign exchange reference rates. Currencies that the console doesn't know are skipped.</remarks>
internal static class RateFile
{
    /// <summary>The file with all days since 1999 has about 1 MB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Day of the first rates of the euro.</summary>
    public static readonly DateOnly Earliest = new(1999, 1, 1);

    private static readonly string[] s_dates = ["yyyy-MM-dd", "d MMMM yyyy"];

    /// <exception cref="Problem">400 that names the first line or element that can't be read.</exception>
    public static async Task<IReadOnlyList<ExchangeRate>> Read(HttpContext context)
    {
        List<ExchangeRate> rates = context.Request.ContentType?.Split(';')[0].Trim() switch
        {
            "text/csv" => ReadCsv(await ReadText(context)),
            "application/xml" or "text/xml" => ReadXml(await ReadText(context)),
            _ => ReadJson(await RequestBody.ReadJson<ExchangeRateReports>(context, context.RequestAborted)),
        };
        return rates.Count == 0 ? throw Invalid("There are no exchange rates.")
            : rates.Find(rate => rate.Day < Earliest || rate.Day > DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1)) is { } wrong
                ? throw Invalid($"{wrong.Day:yyyy-MM-dd} is not a day from 1999 until today.")
            : rates.Exists(rate => rate.Currency == "EUR") ? throw Invalid("Rates are per euro, so EUR has none.")
            : rates.GroupBy(rate => (rate.Day, rate.Currency)).FirstOrDefault(same => same.Count() > 1) is { } twice
                ? throw Invalid($"There are two rates of {twice.Key.Currency} on {twice.Key.Day:yyyy-MM-dd}.")
            : rates;
    }

    private static async Task<string> ReadText(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(context.RequestAborted);
    }

    private static List<ExchangeRate> ReadJson(ExchangeRateReports reports) =>
        [
            .. reports.Data.Select(
                (report, place) =>
                    !Currency.Exists(report.Currency)
                        ? throw Problem.Invalid($"data[{place}].currency", "must be a three-letter ISO 4217 currency code, such as USD.")
                    : !IsRate(report.PerEuro) ? throw Problem.Invalid($"data[{place}].per_euro", "must be a number above 0.")
                    : new ExchangeRate(report.Day, report.Currency, Math.Round(report.PerEuro, 12))
            ),
        ];

    private static List<ExchangeRate> ReadCsv(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.TrimEntries);
        var columns = lines[0].Split(',', StringSplitOptions.TrimEntries);
        if (columns[0] != "Date")
            throw Invalid("The first line must start with Date, followed by the codes of currencies.");
        var rates = new List<ExchangeRate>();
        foreach (var (number, line) in lines.Index().Skip(1))
        {
            if (line.Length == 0)
                continue;
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (!DateOnly.TryParseExact(cells[0], s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw Invalid($"Line {number + 1} must start with a date, such as 2026-11-27.");
            foreach (var (column, cell) in cells.Index().Skip(1).Where(cell => cell.Index < columns.Length && cell.Item is not ("" or "N/A")))
                if (Currency.Exists(columns[column]))
                    rates.Add(
                        new(
                            day,
                            columns[column],
                            Rate(cell) ?? throw Invalid($"Line {number + 1} has a rate of {columns[column]} that isn't a number above 0.")
                        )
                    );
        }
        return rates;
    }

    private static List<ExchangeRate> ReadXml(string text)
    {
        var rates = new List<ExchangeRate>();
        var day = (DateOnly?)null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader is not { NodeType: XmlNodeType.Element, LocalName: "Cube" })
                    continue;
                if (reader.GetAttribute("time") is { } time)
                    day = DateOnly.TryParseExact(time, s_dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var given)
                        ? given
                        : throw Invalid("A Cube element has a time that isn't a date, such as 2026-11-27.");
                if (reader.GetAttribute("currency") is not { } currency || !Currency.Exists(currency))
                    continue;
                rates.Add(
                    new(
                        day ?? throw Invalid("A rate comes before its date."),
                        currency,
                        Rate(reader.GetAttribute("rate")) ?? throw Invalid($"A rate of {currency} isn't a number above 0.")
                    )
                );
            }
        }
        catch (XmlException error)
        {
            throw Invalid($"The file isn't valid XML: line {error.LineNumber}, position {error.LinePosition}.");
        }
        return rates;
    }

    /// <returns>Null unless it is a number above 0 with at most 12 digits before and after the point.</returns>
    public static decimal? Rate(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && IsRate(rate) ? Math.Round(rate, 12) : null;

    private static bool IsRate(decimal rate) => rate is >= 0.000_000_000_001m and < 1_000_000_000_000m;

    private static Problem Invalid(string detail) => new(400, "bad_rates", detail);
}
