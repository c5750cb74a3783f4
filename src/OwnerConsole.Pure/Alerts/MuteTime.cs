using NodaTime;

namespace OwnerConsole.Pure.Alerts;

/// <summary>A period of the week in which no notifications are sent, such as the night or the weekend.</summary>
public sealed class MuteTime
{
    private readonly IReadOnlyList<DayOfWeek> _days;
    private readonly TimeOnly _from;
    private readonly TimeOnly _to;
    private readonly DateTimeZone _zone;

    private MuteTime(IReadOnlyList<DayOfWeek> days, TimeOnly from, TimeOnly to, DateTimeZone zone) => (_days, _from, _to, _zone) = (days, from, to, zone);

    /// <param name="days">Days on which the period starts.</param>
    /// <param name="from">Local time at which it starts.</param>
    /// <param name="to">Local time at which it ends, exclusive. If it is not after <paramref name="from"/>, it ends on the next day.</param>
    /// <param name="zone">IANA time zone.</param>
    /// <returns>Null if there is no such zone.</returns>
    public static MuteTime? Find(IReadOnlyList<DayOfWeek> days, TimeOnly from, TimeOnly to, string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } found ? new(days, from, to, found) : null;

    /// <param name="at">An instant.</param>
    /// <returns>Whether the local time at that instant is within the period.</returns>
    public bool Contains(DateTimeOffset at)
    {
        var local = Instant.FromDateTimeOffset(at).InZone(_zone).ToDateTimeUnspecified();
        var (day, time) = (local.DayOfWeek, TimeOnly.FromDateTime(local));
        if (_from < _to)
            return _days.Contains(day) && _from <= time && time < _to;
        return (_days.Contains(day) && time >= _from) || (_days.Contains((DayOfWeek)(((int)day + 6) % 7)) && time < _to);
    }
}
