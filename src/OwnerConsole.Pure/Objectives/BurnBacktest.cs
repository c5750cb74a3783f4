using OwnerConsole.Pure.Alerts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Objectives;

/// <summary>Finds when an alert about an error budget would have fired.</summary>
public static class BurnBacktest
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <param name="hours">Events by start of the hour (UTC), in any order. Hours without events can be missing.</param>
    /// <param name="speed">Which alert.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <param name="minEvents">Fewer events in the long window cause no alert.</param>
    /// <param name="threshold">Burn rate that both windows must exceed.</param>
    /// <param name="history">Period that is tested. The long window of its first hours starts before it.</param>
    /// <returns>The hours in which the condition is met. Windows shorter than an hour count as an hour, because the history is stored by hour.</returns>
    public static IReadOnlyList<MetPeriod> FindMet(
        IEnumerable<(DateTimeOffset At, EventCount Count)> hours,
        BurnSpeed speed,
        decimal target,
        long minEvents,
        decimal threshold,
        MetPeriod history
    )
    {
        var (longHours, shortHours) = (Hours(speed.Long()), Hours(speed.Short()));
        var start = FixedBuckets.StartOf(history.From, s_hour) - (longHours * s_hour);
        var length = (int)((FixedBuckets.StartOf(history.To, s_hour) - start) / s_hour) + 1;
        var sums = new EventCount[length + 1]; // the first n hours
        var byHour = hours.ToLookup(hour => FixedBuckets.StartOf(hour.At, s_hour), hour => hour.Count);
        for (var hour = 0; hour < length; hour++)
        {
            var counts = byHour[start + (hour * s_hour)].ToList();
            sums[hour + 1] = new(sums[hour].Events + counts.Sum(count => count.Events), sums[hour].Bad + counts.Sum(count => count.Bad));
        }
        var met = new List<MetPeriod>();
        var isMet = false;
        for (var hour = longHours; hour < length; hour++)
        {
            isMet = BurnSpeeds.IsMet(Last(hour, longHours), Last(hour, shortHours), target, minEvents, threshold, isMet);
            if (isMet)
                met.Add(new(start + (hour * s_hour), start + ((hour + 1) * s_hour)));
        }
        return met;

        EventCount Last(int hour, int count) => new(sums[hour + 1].Events - sums[hour + 1 - count].Events, sums[hour + 1].Bad - sums[hour + 1 - count].Bad);
    }

    private static int Hours(BurnWindow window) => Math.Max(1, (int)window.Length().TotalHours);
}
