using NodaTime.TimeZones;

namespace OwnerConsole.Pure.Addresses;

/// <summary>The countries of ISO 3166-1, by their two letters.</summary>
public static class Country
{
    // The time zone database names a country for every zone. Bouvet and Heard have no zone; XK is what everyone uses for Kosovo.
    private static readonly HashSet<string> s_codes =
    [
        .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.CountryCode), // its own data have places
        "BV",
        "HM",
        "XK",
    ];

    /// <param name="code">two capital letters</param>
    public static bool Exists(string code) => s_codes.Contains(code);
}
