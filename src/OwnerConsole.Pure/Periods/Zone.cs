using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace OwnerConsole.Pure.Periods;

/// <summary>Days and hours of a time zone. Only this type converts ranges to instants.</summary>
public sealed class Zone
{
    private readonly DateTimeZone _zone;

    private Zone(DateTimeZone zone) => _zone = zone;

    /// <summary>IANA zones with a location, and UTC, by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["UTC", .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.ZoneId).Order(StringComparer.Ordinal)]; // includes locations.

    /// <summary>For ranges without a local calendar.</summary>
    public static Zone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>IANA name.</summary>
    public string Id => _zone.Id;

    /// <param name="id">IANA name, such as Europe/Berlin.</param>
    /// <returns>Null if there is no such zone.</returns>
    public static Zone? Find(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? new(zone) : null;

    /// <returns>The first valid zone among these, or UTC, so that one invalid stored name doesn't break a page.</returns>
    public static Zone FirstKnown(params ReadOnlySpan<string?> ids)
    {
        foreach (var id in ids)
            if (id is not null && Find(id) is { } zone)
                return zone;
        return Utc;
    }

    /// <returns>The most similar zone, such as Europe/Berlin for Berlin; null if none is similar.</returns>
    public static string? Suggest(string text) =>
        Names.FirstOrDefault(name => name.EndsWith("/" + text.Trim().Replace(' ', '_'), StringComparison.OrdinalIgnoreCase))
        ?? Texts.ClosestMatch.Find(text, Names);

    /// <returns>The same instant with this zone's offset.</returns>
    public DateTimeOffset ToLocal(DateTimeOffset at) => At(Instant.FromDateTimeOffset(at));

    /// <returns>The current day in this zone.</returns>
    public DateOnly DayOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(_zone).Date.ToDateOnly();

    /// <returns>The first instant of a day, which is not midnight if the clock is put forward at midnight.</returns>
    public DateTimeOffset StartOf(DateOnly day) => At(_zone.AtStartOfDay(day.ToLocalDate()).ToInstant());

    /// <inheritdoc cref="StartOf(DateOnly)"/>
    /// <param name="day">The day; null for none.</param>
    public DateTimeOffset? StartOf(DateOnly? day) => day is { } one ? StartOf(one) : null;

    /// <returns>The first instant after a day, which is the end of a period with that last day; null if there is no last day.</returns>
    public DateTimeOffset? EndOf(DateOnly? day) => StartOf(day?.AddDays(1));

    /// <param name="end">End of a period.</param>
    /// <returns>The last day in this zone that is part of the period; the inverse of <see cref="EndOf"/> in the same zone.</returns>
    public DateOnly LastDay(DateTimeOffset end) => DayOf(end.AddTicks(-1));

    /// <summary>
    /// The instant at which the local clock shows this time. A repeated time is its first occurrence; a skipped time is moved forward.
    /// </summary>
    public DateTimeOffset FromLocal(DateTime clock) => At(_zone.AtLeniently(LocalDateTime.FromDateTime(clock)).ToInstant());

    /// <summary>Splits a range along the calendar of this zone.</summary>
    /// <param name="from">Start, inclusive.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="grain">Null for a single bucket.</param>
    /// <param name="now">Buckets that have not started are omitted.</param>
    /// <returns>Adjacent buckets without gaps or overlaps; empty if the range is in the future.</returns>
    public IReadOnlyList<Bucket> Buckets(DateTimeOffset from, DateTimeOffset to, Grain? grain, DateTimeOffset now)
    {
        var buckets = new List<Bucket>();
        for (var at = from; at < to && at < now; )
        {
            var (begin, next) = grain is { } each ? (StartOfBucket(at, each), Next(at, each)) : (from, to);
            var end = next < to ? next : to;
            var isOpen = end > now;
            buckets.Add(new(ToLocal(at), ToLocal(isOpen ? now : end), DayOf(at), LastDay(isOpen ? now : end, at), isOpen, begin == at && end == next));
            at = end;
        }
        return buckets;
    }

    private DateOnly LastDay(DateTimeOffset end, DateTimeOffset start) => end > start ? LastDay(end) : DayOf(start);

    /// <returns>The next boundary after this instant.</returns>
    private DateTimeOffset Next(DateTimeOffset at, Grain grain)
    {
        var day = DayOf(at);
        return grain switch
        {
            Grain.Hour => NextHour(at),
            Grain.Day => StartOf(day.AddDays(1)),
            Grain.Week => StartOf(MondayOf(day).AddDays(7)),
            _ => StartOf(new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
        };
    }

    /// <returns>The last boundary at or before this instant.</returns>
    private DateTimeOffset StartOfBucket(DateTimeOffset at, Grain grain)
    {
        var day = DayOf(at);
        return grain switch
        {
            Grain.Hour => StartOfHour(at),
            Grain.Day => StartOf(day),
            Grain.Week => StartOf(MondayOf(day)),
            _ => StartOf(new(day.Year, day.Month, 1)),
        };
    }

    private DateTimeOffset NextHour(DateTimeOffset at)
    {
        var instant = Instant.FromDateTimeOffset(at);
        var full = instant + Duration.FromHours(1) - SinceFullHour(instant);
        var turn = _zone.GetZoneInterval(instant);
        return At(turn.HasEnd && turn.End < full ? turn.End : full);
    }

    private DateTimeOffset StartOfHour(DateTimeOffset at)
    {
        var instant = Instant.FromDateTimeOffset(at);
        var full = instant - SinceFullHour(instant);
        var turn = _zone.GetZoneInterval(instant);
        return At(turn.HasStart && turn.Start > full ? turn.Start : full);
    }

    private Duration SinceFullHour(Instant at) => Duration.FromTicks(at.InZone(_zone).TimeOfDay.TickOfDay % TimeSpan.TicksPerHour);

    private DateTimeOffset At(Instant at) => at.InZone(_zone).ToDateTimeOffset();

    internal static DateOnly MondayOf(DateOnly day) => day.AddDays(-DaysSinceMonday(day.DayOfWeek));

    /// <returns>0 for Monday to 6 for Sunday.</returns>
    public static int DaysSinceMonday(DayOfWeek day) => ((int)day + 6) % 7;
}
