using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;

namespace OwnerConsole.Pure.Periods;

/// <summary>The days and hours of one place. The one that turns ranges into instants; nothing else does.</summary>
public sealed class Zone
{
    private readonly DateTimeZone _zone;

    private Zone(DateTimeZone zone) => _zone = zone;

    /// <summary>Those of the IANA database that stand for a place, and UTC; by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["UTC", .. TzdbDateTimeZoneSource.Default.ZoneLocations!.Select(place => place.ZoneId).Order(StringComparer.Ordinal)]; // its own data have places

    /// <summary>Where no place's days are meant.</summary>
    public static Zone Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>Its IANA name.</summary>
    public string Id => _zone.Id;

    /// <param name="id">an IANA name, such as Europe/Berlin</param>
    /// <returns>null when there is none of this name</returns>
    public static Zone? Find(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? new(zone) : null;

    /// <returns>the first of these that is a zone; UTC when none is, so that one bad name that was stored takes no page down</returns>
    public static Zone FirstOf(params ReadOnlySpan<string?> ids)
    {
        foreach (var id in ids)
            if (id is not null && Find(id) is { } zone)
                return zone;
        return Utc;
    }

    /// <returns>the zone that someone probably meant, such as Europe/Berlin for Berlin; null when none is near</returns>
    public static string? Nearest(string text) =>
        Names.FirstOrDefault(name => name.EndsWith("/" + text.Trim().Replace(' ', '_'), StringComparison.OrdinalIgnoreCase)) ?? Texts.Nearest.Of(text, Names);

    /// <returns>the same instant with this zone's offset</returns>
    public DateTimeOffset Here(DateTimeOffset at) => At(Instant.FromDateTimeOffset(at));

    /// <returns>the day that it is here</returns>
    public DateOnly DayOf(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(_zone).Date.ToDateOnly();

    /// <returns>the first instant of a day, which is not midnight where the clock is put forward then</returns>
    public DateTimeOffset StartOf(DateOnly day) => At(_zone.AtStartOfDay(day.ToLocalDate()).ToInstant());

    /// <inheritdoc cref="StartOf(DateOnly)"/>
    /// <param name="day">null for none, which has no instant either</param>
    public DateTimeOffset? StartOf(DateOnly? day) => day is { } one ? StartOf(one) : null;

    /// <returns>the first instant after a day: when something is over that has it as its last; null for no last day</returns>
    public DateTimeOffset? EndOf(DateOnly? day) => StartOf(day?.AddDays(1));

    /// <param name="end">when something is over</param>
    /// <returns>the last day here of which some is part of it: what <see cref="EndOf"/> was told, where that was of this zone</returns>
    public DateOnly LastDay(DateTimeOffset end) => DayOf(end.AddTicks(-1));

    /// <summary>The instant when the clock here shows this. A time that comes twice is its first; one that is left out is as much later.</summary>
    public DateTimeOffset When(DateTime clock) => At(_zone.AtLeniently(LocalDateTime.FromDateTime(clock)).ToInstant());

    /// <summary>Cuts a range along the calendar of this zone.</summary>
    /// <param name="from">included</param>
    /// <param name="to">not included</param>
    /// <param name="grain">null for the whole range in one</param>
    /// <param name="now">buckets that haven't begun are left out</param>
    /// <returns>next to one another without gap or overlap; empty when the range lies after now</returns>
    public IReadOnlyList<Bucket> Buckets(DateTimeOffset from, DateTimeOffset to, Grain? grain, DateTimeOffset now)
    {
        var buckets = new List<Bucket>();
        for (var at = from; at < to && at < now; )
        {
            var (begin, next) = grain is { } each ? (Begin(at, each), Next(at, each)) : (from, to);
            var end = next < to ? next : to;
            var isOpen = end > now;
            buckets.Add(new(Here(at), Here(isOpen ? now : end), DayOf(at), LastDay(isOpen ? now : end, at), isOpen, begin == at && end == next));
            at = end;
        }
        return buckets;
    }

    private DateOnly LastDay(DateTimeOffset end, DateTimeOffset start) => end > start ? LastDay(end) : DayOf(start);

    /// <returns>the boundary after this instant</returns>
    private DateTimeOffset Next(DateTimeOffset at, Grain grain)
    {
        var day = DayOf(at);
        return grain switch
        {
            Grain.Hour => NextHour(at),
            Grain.Day => StartOf(day.AddDays(1)),
            Grain.Week => StartOf(Monday(day).AddDays(7)),
            _ => StartOf(new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
        };
    }

    /// <returns>the boundary at or before this instant</returns>
    private DateTimeOffset Begin(DateTimeOffset at, Grain grain)
    {
        var day = DayOf(at);
        return grain switch
        {
            Grain.Hour => BeginOfHour(at),
            Grain.Day => StartOf(day),
            Grain.Week => StartOf(Monday(day)),
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

    private DateTimeOffset BeginOfHour(DateTimeOffset at)
    {
        var instant = Instant.FromDateTimeOffset(at);
        var full = instant - SinceFullHour(instant);
        var turn = _zone.GetZoneInterval(instant);
        return At(turn.HasStart && turn.Start > full ? turn.Start : full);
    }

    private Duration SinceFullHour(Instant at) => Duration.FromTicks(at.InZone(_zone).TimeOfDay.TickOfDay % TimeSpan.TicksPerHour);

    private DateTimeOffset At(Instant at) => at.InZone(_zone).ToDateTimeOffset();

    internal static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
