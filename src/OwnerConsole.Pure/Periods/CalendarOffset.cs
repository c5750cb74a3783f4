namespace OwnerConsole.Pure.Periods;

/// <summary>A calendar distance: months, then days, then time.</summary>
/// <param name="Months">Calendar months; the day is clamped to the end of a shorter month.</param>
/// <param name="Days">Calendar days, regardless of their length.</param>
/// <param name="Time">Elapsed time.</param>
public readonly record struct CalendarOffset(int Months, int Days, TimeSpan Time)
{
    /// <returns>The instant that is this distance earlier, by the clock of the zone.</returns>
    public DateTimeOffset SubtractFrom(DateTimeOffset at, Zone zone) =>
        Months == 0 && Days == 0 ? zone.ToLocal(at - Time) : zone.FromLocal(zone.ToLocal(at).DateTime.AddMonths(-Months).AddDays(-Days)) - Time;
}
