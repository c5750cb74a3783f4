using NodaTime.TimeZones;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Countries by their ISO 3166-1 two-letter code.</summary>
public static class Country
{
    // The time zone database has a country for every zone. Bouvet and Heard Island have no zone; XK is the common code for Kosovo.
    private static readonly Dictionary<string, string> s_names = TzdbDateTimeZoneSource
        .Default.ZoneLocations!.Select(place => (place.CountryCode, place.CountryName)) // The built-in data includes locations.
        .Concat([("BV", "Bouvet Island"), ("HM", "Heard & McDonald Islands"), ("XK", "Kosovo")])
        .DistinctBy(country => country.Item1)
        .ToDictionary(country => country.Item1, country => country.Item2, StringComparer.Ordinal);

    /// <summary>Codes with English names, ordered by name.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> All =
    [
        .. s_names.Select(pair => (pair.Key, pair.Value)).OrderBy(country => country.Value, StringComparer.Ordinal),
    ];

    /// <param name="code">Two capital letters.</param>
    public static bool Exists(string code) => s_names.ContainsKey(code);
}
