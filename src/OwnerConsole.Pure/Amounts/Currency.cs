using System.Collections.Frozen;

namespace OwnerConsole.Pure.Amounts;

/// <summary>ISO 4217 currencies used for payments, with the decimals of their minor unit.</summary>
public static class Currency
{
    private static readonly FrozenDictionary<string, int> Known = Read(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
        .Concat(Read(3, "BHD IQD JOD KWD LYD OMR TND"))
        .Concat(
            Read(
                2,
                """
                AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP
                DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL
                MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
                SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW
                """
            )
        )
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>In alphabetical order.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <returns>True if the three capital letters are the code of a currency.</returns>
    public static bool Exists(string code) => Known.ContainsKey(code);

    /// <returns>Number of decimals: 2 for USD, 0 for JPY; 2 for an unknown code.</returns>
    public static int Digits(string code) => Known.GetValueOrDefault(code, 2);

    /// <returns>Number of minor units in one unit: 100 for USD, 1 for JPY.</returns>
    public static decimal Scale(string code) =>
        Digits(code) switch
        {
            0 => 1m,
            3 => 1000m,
            _ => 100m,
        };

    /// <returns>The symbol that stands for this currency alone, such as <c>$</c> for USD; null for currencies that share one or have none.</returns>
    public static string? Symbol(string code) =>
        code switch
        {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => "¥",
            "INR" => "₹",
            "KRW" => "₩",
            _ => null,
        };

    private static IEnumerable<KeyValuePair<string, int>> Read(int digits, string codes) =>
        codes.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(code => KeyValuePair.Create(code, digits));
}
