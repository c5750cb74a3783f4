using System.Globalization;

namespace World;

/// <summary>Makes up a studio-booking platform; the same seed makes the same one.</summary>
internal sealed class Platform(int seed, DateTimeOffset now)
{
    private static readonly string[] Sources = ["search", "search", "referral", "instagram", "partner", "fair"];
    private readonly Random _chance = new(seed);

    // times follow the day, so that a demo of any day has trials that still run
    private readonly DateTimeOffset _today = new(now.UtcDateTime.Date, TimeSpan.Zero);

    public IReadOnlyList<Studio> Open(int count) => [.. Enumerable.Range(1, count).Select(OpenOne)];

    private Studio OpenOne(int number)
    {
        var region = Region.All[_chance.Next(Region.All.Length)];
        var lifecycle = _chance.Next(100) switch
        {
            < 16 => "trial",
            < 90 => "active",
            _ => "cancelled",
        };
        var openedAt = lifecycle == "trial" ? Ago(0, 13) : Ago(14, 540);
        var id = "studio-" + number.ToString(CultureInfo.InvariantCulture);
        var name = Any(region.Studios);
        var rooms = _chance.Next(1, 7);
        return new(
            id,
            number <= Region.All.Length ? name : $"{name} {number}",
            region,
            lifecycle,
            Plans(lifecycle, rooms),
            openedAt,
            lifecycle == "trial" ? openedAt.AddDays(14) : null,
            Any(Sources),
            rooms,
            _chance.Next(3) == 0,
            People(id, region, openedAt, lifecycle)
        );
    }

    /// <summary>A plan for the studio, and for some a tier on top: tenants hold several at once.</summary>
    private (string, int)[] Plans(string lifecycle, int rooms)
    {
        if (lifecycle != "active")
            return [];
        var plan = rooms switch
        {
            1 => "solo",
            <= 3 => "studio",
            _ => "studio-plus",
        };
        return _chance.Next(4) == 0 ? [(plan, 1), ("extra-room", _chance.Next(1, 4))] : [(plan, 1)];
    }

    private Person[] People(string studio, Region region, DateTimeOffset openedAt, string lifecycle)
    {
        var coaches = _chance.Next(0, 5);
        var clients = lifecycle == "trial" ? _chance.Next(0, 6) : _chance.Next(4, 30);
        return
        [
            .. Enumerable
                .Range(0, 1 + coaches + clients)
                .Select(place =>
                    Person(
                        $"{studio}-{place}",
                        region,
                        place == 0 ? "owner"
                            : place <= coaches ? "coach"
                            : "client",
                        openedAt,
                        lifecycle
                    )
                ),
        ];
    }

    private Person Person(string id, Region region, string role, DateTimeOffset openedAt, string lifecycle)
    {
        var joinedAt = role == "owner" ? openedAt : openedAt + ((_today - openedAt) * _chance.NextDouble());
        var mayHaveLeft = lifecycle == "cancelled" ? 60 : 0;
        // some clients came once, by the front desk, and have neither signed in nor an address
        var isWalkIn = role == "client" && _chance.Next(10) == 0;
        return new(
            id,
            $"{Any(region.First)} {Any(region.Last)}",
            isWalkIn ? null : $"{id}@studios.example",
            role,
            joinedAt,
            isWalkIn ? null : Later(joinedAt, Ago(mayHaveLeft, mayHaveLeft + 30))
        );
    }

    private DateTimeOffset Ago(int least, int most) => _today.AddDays(-_chance.Next(least, most + 1)).AddMinutes(-_chance.Next(1440));

    private string Any(string[] some) => some[_chance.Next(some.Length)];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
