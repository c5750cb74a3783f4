using System.Globalization;

namespace World;

/// <summary>Generates a platform. The same seed generates the same platform.</summary>
internal sealed class PlatformGenerator(Random chance, SimOptions options)
{
    private static readonly string[] Sources = ["search", "search", "referral", "instagram", "partner", "fair"];

    // times are relative to the current day, so that a demo always has active trials
    private readonly DateTimeOffset _today = new(options.Until.UtcDateTime.Date, TimeSpan.Zero);

    private Scenario Kind => options.Scenario;

    /// <summary>Number of tenants at the top of a list by name that are always active, so that a demo of suspending can use the first rows.</summary>
    private const int FirstRows = 5;

    public IReadOnlyList<SimStudio> Open(int count)
    {
        SimStudio[] all = [.. Enumerable.Range(1, count).Select(OpenOne)];
        var first = new[] { StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCultureIgnoreCase }
            .SelectMany(order => all.OrderBy(studio => studio.Name.ToLowerInvariant(), order).Take(FirstRows))
            .ToHashSet();
        return [.. all.Select(studio => first.Contains(studio) ? studio.Reopened() : studio)];
    }

    private SimStudio OpenOne(int number)
    {
        var region = Region.All[chance.Next(Region.All.Length)];
        var isImported = options.IsMessy && number % 10 == 5;
        var openedAt = chance.Next(100) switch
        {
            _ when isImported => Ago(3 * 365, (3 * 365) + 30),
            < 12 => Ago(0, 13),
            < 70 => Ago(14, Math.Max(15, options.Months * 30)),
            _ => Ago(options.Months * 30, (options.Months * 30) + 400),
        };
        var name = Any(Kind.Names ?? region.Studios);
        var rooms = chance.Next(1, 7);
        var chapters = new ContractGenerator(chance, Kind, options.Until).Of(openedAt, rooms);
        if (options.IsMessy && number % 4 == 3)
            chapters =
            [
                .. chapters.Select((chapter, place) => place == chapters.Count / 2 ? chapter with { TimeZone = "Pacific/Chatham", Country = "NZ" } : chapter),
            ];
        return new(
            Kind,
            number,
            number <= Region.All.Length ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {number}"),
            region,
            chapters,
            Any(Sources),
            rooms,
            chance.Next(3) == 0,
            People(number, region, chapters),
            chance.Next(20) == 0 ? Ago(5, 40) : null,
            isImported
        );
    }

    private SimPerson[] People(int studio, Region region, IReadOnlyList<ContractPhase> chapters)
    {
        var coaches = chance.Next(0, 5);
        var clients = chapters.Count == 1 ? chance.Next(0, 6) : chance.Next(4, 30);
        var leftAt = chapters[^1].IsOpen ? _today : chapters[^1].At;
        return
        [
            .. Enumerable
                .Range(0, 1 + coaches + clients)
                .Select(place =>
                    Person(
                        string.Create(CultureInfo.InvariantCulture, $"{Kind.Word}-{studio}-{place}"),
                        region,
                        place == 0 ? 0
                            : place <= coaches ? 1
                            : 2,
                        chapters[0].At,
                        leftAt
                    )
                )
                .OrderBy(person => person.JoinedAt),
        ];
    }

    private SimPerson Person(string id, Region region, int rank, DateTimeOffset openedAt, DateTimeOffset leftAt)
    {
        var joinedAt = rank == 0 ? openedAt : openedAt + ((leftAt - openedAt) * chance.NextDouble());
        // some clients came only once and have neither signed in nor an address
        var isWalkIn = rank == 2 && chance.Next(10) == 0;
        var lastSeenAt = Later(joinedAt, leftAt.AddDays(-chance.Next(0, 31)).AddMinutes(-chance.Next(1440)));
        return new(
            id,
            $"{Any(region.First)} {Any(region.Last)}",
            isWalkIn ? null : $"{id}@{Kind.Word}s.example",
            Kind.Roles[rank],
            Second(joinedAt),
            isWalkIn ? null : Second(lastSeenAt)
        );
    }

    private DateTimeOffset Ago(int least, int most) => _today.AddDays(-chance.Next(least, most + 1)).AddMinutes(-chance.Next(1440));

    private string Any(string[] some) => some[chance.Next(some.Length)];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Second(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
