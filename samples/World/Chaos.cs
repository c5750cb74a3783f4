namespace World;

/// <summary>Corrupts reports as real applications do: wrong clocks, duplicates, wrong order, and events of unknown tenants and people.</summary>
internal sealed class Chaos(int seed)
{
    private const int Apart = 1_200; // more than a batch, so that the duplicate is in another batch

    public IEnumerable<SimEvent> Apply(SimStudio studio, IEnumerable<SimEvent> happenings)
    {
        var chance = new Random(unchecked(seed + (studio.Number * 7_919)));
        var skew = TimeSpan.FromDays(
            (studio.Number % 6) switch
            {
                1 => 2,
                2 => -2,
                _ => 0,
            }
        );
        var isExact = studio.Number % 3 == 1; // its clock has no fractions of seconds
        var later = new Queue<(int At, SimEvent Happening)>();
        var place = 0;
        foreach (var told in happenings)
        {
            var happening = told with { At = told.At + skew + (isExact ? TimeSpan.FromMilliseconds(chance.Next(1000)) : TimeSpan.Zero) };
            foreach (var sent in Sent(happening, chance, more => later.Enqueue(more with { At = place + more.At })))
                yield return sent;
            for (place++; later.Count > 0 && later.Peek().At <= place; )
                yield return later.Dequeue().Happening;
        }
        foreach (var (_, happening) in later)
            yield return happening;
    }

    private static IEnumerable<SimEvent> Sent(SimEvent told, Random chance, Action<(int At, SimEvent Happening)> later)
    {
        var dice = chance.Next(1000);
        if (dice is >= 20 and < 40)
            later((Apart, told));
        if (dice is >= 40 and < 90) // the start arrives after its end
            later((2, told));
        else
            yield return told;
        switch (dice)
        {
            case < 20:
                yield return told;
                break;
            case < 95 and >= 90:
                yield return told with
                {
                    Subject = "studio-ghost",
                };
                break;
            case < 100 and >= 95:
                yield return told with
                {
                    Id = told.Id + "/nobody",
                    Subject = null,
                };
                break;
            case < 110 and >= 100:
                yield return new(told.Id + "/walk-in", "activity", told.Subject, told.At.AddMinutes(1), $"walk-in-{told.Id}");
                break;
            case < 120 and >= 110 when told.Type is "session.started":
                yield return told with
                {
                    Id = told.Id + "/again",
                    At = told.At.AddMinutes(-3),
                };
                break;
            case < 150 and >= 120 when told.Type is "session.started":
                yield return new(told.Id + "/long", "session.ended", told.Subject, told.At.AddHours(30), Data: told.Data);
                break;
            case < 180 and >= 150 when told.Type is "session.started":
                yield return new(told.Id + "/early", "session.ended", told.Subject, told.At.AddMinutes(-7), Data: told.Data);
                break;
            case < 190 and >= 180:
                yield return new(told.Id + "/orphan", "session.ended", told.Subject, told.At, Data: new { session = told.Id + "/orphan" });
                break;
            case < 200 and >= 190:
                yield return new(told.Id + "/text", "class.booked", told.Subject, told.At, Data: new { room = "red", minutes = "12.25" });
                break;
            case < 203 and >= 200:
                yield return new(told.Id + "/ill", "class.booked", told.Subject, told.At, Data: new { room = "red", minutes = "many" });
                break;
            default:
                break;
        }
    }
}
