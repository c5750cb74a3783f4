using NodaTime.TimeZones;

namespace OwnerConsole.Pure.Addresses;

/// <summary>Countries by their ISO 3166-1 two-letter code.</summary>
public static class Country
{
    // The time zone database has a country for every zone. Bouvet and Heard Island have no zone; XK is the common code for Kosovo.
    private static readonly HashSet<string> s_codes =
    [
        .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.CountryCode), // The built-in data includes locations.
        "BV",
        "HM",
        "XK",
    ];

    /// <param name="code">Two capital letters.</param>
    public static bool Exists(string code) => s_codes.Contains(code);
}
