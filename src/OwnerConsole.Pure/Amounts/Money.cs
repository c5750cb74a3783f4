using System.Globalization;
using System.Text.Json.Serialization;

namespace OwnerConsole.Pure.Amounts;

/// <summary>An amount of one currency.</summary>
/// <param name="Amount">in the smallest unit: 4900 is 49.00 USD and 4900 JPY</param>
/// <param name="Currency">ISO 4217, three capital letters</param>
public sealed record Money(long Amount, string Currency)
{
    /// <summary>As people read it: <c>1,249.00 USD</c>.</summary>
    public override string ToString() => $"{Bare} {Currency}";

    /// <summary>As people read it where the currency is said elsewhere: <c>1,249.00</c>.</summary>
    [JsonIgnore]
    public string Bare => Number("N");

    /// <summary>As it stands in a form: <c>1249.00</c>.</summary>
    [JsonIgnore]
    public string Plain => Number("F");

    /// <param name="text">digits, with a point before the smaller unit: <c>49</c>, <c>49.90</c></param>
    /// <param name="currency">ISO 4217; decides how many digits may follow the point</param>
    /// <returns>null when it is no number, or has more digits after the point than the currency</returns>
    public static Money? Read(string text, string currency)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var major))
            return null;
        if (Math.Abs(major) > 1_000_000_000_000m)
            return null;
        var minor = major * Scale(currency);
        return minor == decimal.Truncate(minor) ? new((long)minor, currency) : null;
    }

    private string Number(string form) => (Amount / Scale(Currency)).ToString(form + Amounts.Currency.Digits(Currency), CultureInfo.InvariantCulture);

    private static decimal Scale(string currency) =>
        Amounts.Currency.Digits(currency) switch
        {
            0 => 1m,
            3 => 1000m,
            _ => 100m,
        };
}
