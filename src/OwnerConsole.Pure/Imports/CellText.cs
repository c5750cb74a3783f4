using System.Globalization;
using System.Text;

namespace OwnerConsole.Pure.Imports;

/// <summary>Writes values of cells of a spreadsheet as the text that a person would type.</summary>
public static class CellText
{
    /// <summary>
    /// Dates are ISO 8601, with the time unless it is midnight. Numbers have a decimal point and at most 15 significant digits, which is all that a spreadsheet
    /// stores; longer ones are written as a <see cref="RoundedNumber"/>. Three decimals get a zero, because <see cref="CellNumber"/> refuses 1.234 as ambiguous.
    /// </summary>
    /// <param name="value">Text, number, date, duration, true or false; null for an empty cell.</param>
    /// <returns>The text, without characters that a database can't store; empty for an empty cell.</returns>
    public static string Of(object? value) =>
        value switch
        {
            null or DBNull => "",
            string text => Storable(text),
            bool isTrue => isTrue ? "true" : "false",
            double number => Number(number),
            DateTime time => Time(time),
            DateTimeOffset instant => Time(instant.UtcDateTime),
            TimeSpan duration => Duration(duration),
            IFormattable other => other.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    /// <summary>Spreadsheets can write any character as an escape such as _x0000_, also one half of a surrogate pair.</summary>
    private static string Storable(string text)
    {
        var plain = text.Replace("\0", "", StringComparison.Ordinal);
        return plain.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(plain)) : plain;
    }

    private static string Number(double number)
    {
        if (!double.IsFinite(number))
            return number.ToString("R", CultureInfo.InvariantCulture);
        if (RoundedNumber.CanBeRounded(number))
            return RoundedNumber.Write(number);
        var text = ((decimal)number).ToString(CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && text.Length - point == 4 && text[..point] is not ("0" or "-0") ? text + "0" : text;
    }

    /// <summary>Spreadsheets store times as fractions of a day, so that seconds are off by a few microseconds. A time without a date is in 1899.</summary>
    private static string Time(DateTime time)
    {
        var rounded = time.AddTicks(TimeSpan.TicksPerSecond / 2);
        rounded = rounded.AddTicks(-(rounded.Ticks % TimeSpan.TicksPerSecond));
        var form =
            rounded.Year < 1900 ? "HH:mm:ss"
            : rounded.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : "yyyy-MM-dd HH:mm:ss";
        return rounded.ToString(form, CultureInfo.InvariantCulture);
    }

    private static string Duration(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours}:{duration:mm\\:ss}");
}
