using System.Globalization;

namespace World;

/// <summary>Generates the events of a studio day by day: classes in the morning, at noon and in the evening of its time zone, fewer at weekends. Days are deterministic.</summary>
internal sealed class ActivityGenerator(int seed, DateTimeOffset from, DateTimeOffset until)
{
    private static readonly int[] Hours = [7, 9, 9, 12, 17, 17, 18, 18, 18, 19, 19, 19, 20];
    private static readonly double[] Weekdays = [0.4, 1, 1.1, 1, 1.1, 0.8, 0.9]; // starts on Sunday

    /// <summary>Older history is less dense: complete sessions up to this time, then only one day in eight.</summary>
    private readonly DateTimeOffset _recent = until.AddDays(-21);

    /// <returns>Events day by day, roughly in chronological order.</returns>
    public IEnumerable<SimEvent> Of(SimStudio studio)
    {
        var begin = studio.IsImported || studio.OpenedAt > from ? studio.OpenedAt : from;
        var last = DateOnly.FromDateTime(until.UtcDateTime).AddDays(1);
        for (var day = DateOnly.FromDateTime(begin.UtcDateTime).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            var noon = new DateTimeOffset(day, new(12, 0), TimeSpan.Zero);
            if (noon < from && day.DayNumber % 8 != 0)
                continue;
            foreach (var happening in Day(studio, day, TimeZoneInfo.FindSystemTimeZoneById(studio.TimeZone(noon)), noon < _recent))
                if (happening.At >= begin && happening.At <= (studio.SilentSince ?? until) && studio.IsOpen(happening.At))
                    yield return happening;
        }
    }

    private IEnumerable<SimEvent> Day(SimStudio studio, DateOnly day, TimeZoneInfo zone, bool isHistory)
    {
        var chance = new Random(unchecked((seed * 486_187_739) + (studio.Number * 16_777_619) + (day.DayNumber * 31_337)));
        var number = 0;
        string Id() => string.Create(CultureInfo.InvariantCulture, $"{studio.Id}/{day:yyyyMMdd}/{number++}");
        var here = studio.People.TakeWhile(person => DateOnly.FromDateTime(person.JoinedAt.UtcDateTime) < day).ToList();
        yield return Measured(studio, Id(), At(day, 3, chance.Next(3600), zone), day);
        if (here.Count == 0)
            yield break;
        var visits = (int)((studio.Rooms * Weekdays[(int)day.DayOfWeek] * 0.5) + chance.NextDouble());
        for (var visit = 0; visit < visits; visit++)
        {
            var (who, at) = (here[chance.Next(here.Count)].Id, At(day, Hours[chance.Next(Hours.Length)], Second(chance), zone));
            yield return Done(studio, Id(), who, at.AddMinutes(-chance.Next(1, 600)), chance);
            foreach (var end in Session(studio, Id(), Id(), who, at, isHistory, chance))
                yield return end;
        }
        if (chance.Next(4) == 0)
            yield return new(Id(), "activity", studio.Id, At(day, chance.Next(24), chance.Next(3600), zone), chance.Next(2) == 0 ? here[0].Id : null);
        if (chance.Next(15) == 0)
            yield return Bought(studio, Id(), here[0].Id, At(day, chance.Next(8, 20), chance.Next(3600), zone), chance);
    }

    private static SimEvent Measured(SimStudio studio, string id, DateTimeOffset at, DateOnly day)
    {
        var bytes = (studio.Rooms * 700_000_000L) + (day.DayNumber % 1000 * 765_432L);
        return new(id, "storage.measured", studio.Id, at, Data: new { bytes, gb = Math.Round(bytes / 1_000_000_000m, 2) });
    }

    private static SimEvent Done(SimStudio studio, string id, string who, DateTimeOffset at, Random chance) =>
        new(id, studio.Scenario.Event, studio.Id, at, Data: studio.Scenario.Data(chance, who, studio.Rooms));

    private static SimEvent Bought(SimStudio studio, string id, string who, DateTimeOffset at, Random chance)
    {
        var ((name, amount), quantity) = (studio.Scenario.Goods[chance.Next(studio.Scenario.Goods.Length)], chance.Next(1, 4));
        return new(
            id,
            "purchase.completed",
            studio.Id,
            at,
            who,
            new
            {
                purchase = id,
                name,
                quantity,
                price = new { amount = amount * quantity, currency = "USD" },
            }
        );
    }

    private static IEnumerable<SimEvent> Session(SimStudio studio, string id, string endId, string who, DateTimeOffset at, bool isHistory, Random chance)
    {
        var (kind, seconds) = (chance.Next(100), chance.Next(2) == 0 ? 300 * chance.Next(4, 22) : chance.Next(20 * 60, 110 * 60));
        if (kind < (isHistory ? 80 : 20))
            yield return new(id, "session.recorded", studio.Id, at, who, new { duration_seconds = seconds });
        else
        {
            yield return new(id, "session.started", studio.Id, at, who, new { session = id });
            if (kind < 97) // a few never sign out
                yield return new(endId, "session.ended", studio.Id, at.AddSeconds(seconds), Data: new { session = id });
        }
    }

    /// <summary>Many arrive on time, exactly when others leave.</summary>
    private static int Second(Random chance) => chance.Next(2) == 0 ? 900 * chance.Next(4) : chance.Next(3600);

    private static DateTimeOffset At(DateOnly day, int hour, int second, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new(hour, 0)).AddSeconds(second);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
