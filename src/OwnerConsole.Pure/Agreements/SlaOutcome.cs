using OwnerConsole.Pure.Objectives;

namespace OwnerConsole.Pure.Agreements;

/// <summary>What was measured for an SLA in a period.</summary>
/// <param name="Actual">Percent of the events that were good, 0 to 100, rounded down to three decimals; null with too few events, and without tickets.</param>
/// <param name="State">Whether the SLA is met.</param>
/// <remarks>Source: docs/guides/slas.md#results.</remarks>
public sealed record SlaOutcome(decimal? Actual, SlaState State)
{
    /// <summary>A period that has just started has too few events to tell how many there will be.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromHours(1);

    /// <summary>Judges time, such as seconds with an incident. How much time the period has is known from its start.</summary>
    /// <param name="elapsed">Part of the period that has passed.</param>
    /// <param name="length">Length of the period.</param>
    /// <param name="badSeconds">Seconds that count against the target.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    public static SlaOutcome OfTime(TimeSpan elapsed, TimeSpan length, long badSeconds, decimal target) =>
        elapsed <= TimeSpan.Zero
            ? new(null, SlaState.TooFewEvents)
            : Of(
                new((long)Math.Ceiling(elapsed.TotalSeconds), Math.Min(badSeconds, (long)Math.Ceiling(elapsed.TotalSeconds))),
                (decimal)length.TotalSeconds * (100 - target) / 100,
                target,
                minEvents: 1,
                elapsed >= length
            );

    /// <summary>Judges events. The number of events by the end of the period is projected from those until now.</summary>
    /// <param name="count">Events until now.</param>
    /// <param name="elapsed">Part of the period that has passed.</param>
    /// <param name="length">Length of the period.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <param name="minEvents">With fewer events there is no result, at least 1.</param>
    public static SlaOutcome OfEvents(EventCount count, TimeSpan elapsed, TimeSpan length, decimal target, long minEvents)
    {
        var hours = (decimal)(elapsed > s_least ? elapsed : s_least).TotalHours;
        var expected = elapsed >= length ? count.Events : count.Events * Math.Max((decimal)length.TotalHours, hours) / hours;
        return Of(count, expected * (100 - target) / 100, target, minEvents, elapsed >= length);
    }

    /// <summary>Judges support tickets as events. Without tickets, nothing was late, so the SLA is met.</summary>
    /// <inheritdoc cref="OfEvents"/>
    public static SlaOutcome OfTickets(EventCount count, TimeSpan elapsed, TimeSpan length, decimal target, long minEvents) =>
        count.Events == 0 ? new(null, SlaState.Met) : OfEvents(count, elapsed, length, target, minEvents);

    private static SlaOutcome Of(EventCount count, decimal allowed, decimal target, long minEvents, bool hasEnded)
    {
        if (count.Events < Math.Max(1, minEvents))
            return new(null, SlaState.TooFewEvents);
        var isBelow = count.IsBelow(target);
        var state =
            hasEnded ? (isBelow ? SlaState.Breached : SlaState.Met)
            : count.Bad > allowed ? SlaState.Breached
            : isBelow && count.Bad * 2 >= allowed ? SlaState.AtRisk
            : SlaState.Met;
        return new(count.GoodPercent(), state);
    }
}
