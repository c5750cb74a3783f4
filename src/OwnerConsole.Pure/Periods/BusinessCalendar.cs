using System.Globalization;

namespace OwnerConsole.Pure.Periods;

/// <summary>Measures business time, which passes only in business hours.</summary>
/// <remarks>
/// All calculations go through the days of a range, never through its minutes. When the clock is put forward or back in business hours, the hours that really
/// pass are counted.
/// </remarks>
public sealed class BusinessCalendar
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>A time limit ends after this time at the latest, however many holidays there are.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(31);

    private readonly Zone _zone;
    private readonly ILookup<DayOfWeek, DayPart> _parts;
    private readonly HashSet<DateOnly> _holidays;

    private BusinessCalendar(Zone zone, IReadOnlyList<DayPart> parts, IReadOnlyList<DateOnly> holidays)
    {
        (_zone, _parts) = (zone, parts.ToLookup(part => part.Day));
        _holidays = [.. holidays];
    }

    /// <summary>Business time of a week without holidays in which the clock is not changed.</summary>
    public TimeSpan TimePerWeek => TimeSpan.FromMinutes(_parts.Sum(day => CountMinutes(day)));

    /// <param name="hours">Hours whose time zone exists. With an unknown one, UTC is used.</param>
    /// <returns>Null without hours, or if a time is not valid.</returns>
    public static BusinessCalendar? Find(BusinessHours hours)
    {
        var parts = new List<DayPart>();
        foreach (var day in hours.Days)
        {
            if (ReadMinutes(day.From) is not { } from || ReadMinutes(day.To) is not { } to || from == to || from == MinutesPerDay)
                return null;
            parts.Add(new(day.Day, from, from < to ? to : MinutesPerDay));
            if (to < from && to > 0)
                parts.Add(new((DayOfWeek)(((int)day.Day + 1) % 7), 0, to));
        }
        return parts.Count == 0 ? null : new(Zone.FirstKnown(hours.TimeZone), parts, hours.Holidays);
    }

    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    /// <returns>Business time between two instants; none if the end is not after the start.</returns>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        foreach (var interval in ListOpen(from, to))
        {
            var (start, end) = (Later(interval.From, from), Earlier(interval.To, to));
            if (end > start)
                sum += end - start;
        }
        return sum;
    }

    /// <param name="at">Start, which can be outside business hours.</param>
    /// <param name="limit">Business time.</param>
    /// <returns>The last instant until which at most this much business time has passed, at most about <see cref="MaxWait"/> later.</returns>
    public DateTimeOffset FindDue(DateTimeOffset at, TimeSpan limit)
    {
        var open = ListOpen(at, at + MaxWait);
        var next = open.FindIndex(interval => interval.To > at);
        return next < 0 ? at + MaxWait : Walk(open, next, Later(open[next].From, at), limit)?.DueAt ?? at + MaxWait;
    }

    /// <summary>Splits a range so that what starts in it can be compared with its due time without calculating each one.</summary>
    /// <param name="from">Start, inclusive.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="limit">Business time.</param>
    /// <returns>Adjacent ranges, at most a few for each day.</returns>
    public IReadOnlyList<DueRange> ListDue(DateTimeOffset from, DateTimeOffset to, TimeSpan limit)
    {
        var open = ListOpen(from, to + MaxWait);
        var ranges = new List<DueRange>();
        var next = 0;
        for (var at = from; at < to; at = ranges[^1].To)
        {
            while (next < open.Count && open[next].To <= at)
                next++;
            ranges.Add(next < open.Count ? FirstRange(open, next, at, to, limit) : new(at, to, to + MaxWait, Moves: false));
        }
        return ranges;
    }

    /// <param name="next">Index of the first interval that ends after the start.</param>
    /// <returns>The longest range from the start in which due times move or stay.</returns>
    private static DueRange FirstRange(List<OpenInterval> open, int next, DateTimeOffset at, DateTimeOffset to, TimeSpan limit)
    {
        var current = open[next];
        var start = Later(current.From, at);
        var due = Walk(open, next, start, limit);
        if (start > at) // outside business hours, everything is due as if it started when they do
            return new(at, Earlier(start, to), due?.DueAt ?? to + MaxWait, Moves: false);
        var end = Earlier(current.To, to);
        return due is { } found ? new(at, Earlier(end, at + found.Remaining), found.DueAt, Moves: true) : new(at, end, to + MaxWait, Moves: false);
    }

    /// <summary>Lets business time pass.</summary>
    /// <param name="next">Index of the interval that contains the start.</param>
    /// <returns>Instant at which the limit has passed, and time from then until the end of its interval; null if the intervals are too short.</returns>
    private static (DateTimeOffset DueAt, TimeSpan Remaining)? Walk(List<OpenInterval> open, int next, DateTimeOffset start, TimeSpan limit)
    {
        for (var at = next; at < open.Count; at++)
        {
            var begin = Later(open[at].From, start);
            var length = open[at].To - begin;
            // With all of the interval used, no business time passes until the next one, so the limit is reached only at its start.
            if (limit < length)
                return (begin + limit, length - limit);
            limit -= length;
        }
        return null;
    }

    /// <returns>Business hours of the days of a range, in order and without overlaps. Hours that follow each other at midnight are one interval.</returns>
    private List<OpenInterval> ListOpen(DateTimeOffset from, DateTimeOffset to)
    {
        var parts = new List<OpenInterval>();
        var last = _zone.DayOf(to);
        for (var day = _zone.DayOf(from); day <= last; day = day.AddDays(1))
            if (!_holidays.Contains(day))
                foreach (var part in _parts[day.DayOfWeek])
                    parts.Add(new(ToInstant(day, part.From), ToInstant(day, part.To)));
        var open = new List<OpenInterval>();
        foreach (var part in parts.Where(part => part.To > part.From).OrderBy(part => part.From)) // those that the clock skips are empty
            if (open.Count > 0 && part.From <= open[^1].To)
                open[^1] = new(open[^1].From, Later(open[^1].To, part.To));
            else
                open.Add(part);
        return open;
    }

    private DateTimeOffset ToInstant(DateOnly day, int minutes) =>
        minutes == 0 ? _zone.StartOf(day)
        : minutes == MinutesPerDay ? _zone.StartOf(day.AddDays(1))
        : _zone.FromLocal(day.ToDateTime(new TimeOnly(minutes / 60, minutes % 60)));

    /// <returns>Minutes of the hours of a weekday. Times of several at once count once.</returns>
    private static int CountMinutes(IEnumerable<DayPart> parts)
    {
        var (sum, end) = (0, 0);
        foreach (var part in parts.OrderBy(part => part.From))
        {
            sum += Math.Max(0, part.To - Math.Max(part.From, end));
            end = Math.Max(end, part.To);
        }
        return sum;
    }

    /// <returns>Minutes since midnight; null if the text is no time.</returns>
    private static int? ReadMinutes(string text) =>
        text == "24:00" ? MinutesPerDay
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (time.Hour * 60) + time.Minute
        : null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>Business hours of a weekday, in minutes since midnight.</summary>
    private readonly record struct DayPart(DayOfWeek Day, int From, int To);

    private readonly record struct OpenInterval(DateTimeOffset From, DateTimeOffset To);
}
