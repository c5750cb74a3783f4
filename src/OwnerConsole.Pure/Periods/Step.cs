namespace OwnerConsole.Pure.Periods;

/// <summary>A distance by the calendar: months, then days, then time.</summary>
/// <param name="Months">of the calendar; the day is the last of the month where the other has none</param>
/// <param name="Days">of the calendar, however long</param>
/// <param name="Time">of a watch</param>
public readonly record struct Step(int Months, int Days, TimeSpan Time)
{
    /// <returns>the instant that lies so far before, by the clock of the zone</returns>
    public DateTimeOffset Back(DateTimeOffset at, Zone zone) =>
        Months == 0 && Days == 0 ? zone.Here(at - Time) : zone.When(zone.Here(at).DateTime.AddMonths(-Months).AddDays(-Days)) - Time;
}
