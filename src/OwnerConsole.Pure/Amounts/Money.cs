using System.Globalization;
using System.Text.Json.Serialization;

namespace OwnerConsole.Pure.Amounts;

/// <summary>An amount in a currency.</summary>
/// <param name="Amount">Amount in the minor unit: 4900 is 49.00 USD and 4900 JPY.</param>
/// <param name="Currency">ISO 4217 code in capital letters.</param>
public sealed record Money(long Amount, string Currency)
{
    /// <summary>Formatted with currency: <c>1,249.00 USD</c>.</summary>
    public override string ToString() => $"{AmountText} {Currency}";

    /// <summary>Formatted without currency: <c>1,249.00</c>.</summary>
    [JsonIgnore]
    public string AmountText => Number("N");

    /// <summary>Formatted as a headline, rounded to whole units: <c>$1,249</c>, or <c>CHF 1,249</c> when the currency has no common symbol.</summary>
    [JsonIgnore]
    public string WholeText
    {
        get
        {
            var whole = Math.Round(Amount / Amounts.Currency.Scale(Currency), MidpointRounding.AwayFromZero);
            var unit = Amounts.Currency.Symbol(Currency) ?? Currency + " ";
            return (whole < 0 ? "-" : "") + unit + Math.Abs(whole).ToString("N0", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Formatted for a form field: <c>1249.00</c>.</summary>
    [JsonIgnore]
    public string InputText => Number("F");

    /// <summary>Amount in units of the currency: 49.5 for 49.50 USD.</summary>
    [JsonIgnore]
    public decimal Units => Amount / Amounts.Currency.Scale(Currency);

    /// <param name="text">Digits with an optional decimal point: <c>49</c>, <c>49.90</c>.</param>
    /// <param name="currency">ISO 4217 code, which determines the maximum number of decimals.</param>
    /// <returns>Null if it is not a number, or has more decimals than the currency.</returns>
    public static Money? Read(string text, string currency)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var major))
            return null;
        if (Math.Abs(major) > 1_000_000_000_000m)
            return null;
        var minor = major * Amounts.Currency.Scale(currency);
        return minor == decimal.Truncate(minor) ? new((long)minor, currency) : null;
    }

    private string Number(string form) =>
        (Amount / Amounts.Currency.Scale(Currency)).ToString(form + Amounts.Currency.Digits(Currency), CultureInfo.InvariantCulture);
}
