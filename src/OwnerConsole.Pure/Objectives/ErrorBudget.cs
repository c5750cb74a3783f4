namespace OwnerConsole.Pure.Objectives;

/// <summary>How much of what may fail in a period has failed.</summary>
/// <param name="Actual">Share of good events in percent, rounded down to three decimals so that 100 means no failure; null without events.</param>
/// <param name="IsBreached">Whether the actual share is below the target. In a calendar period it can recover.</param>
/// <param name="ConsumedPercent">Share of the budget that is spent, rounded to one decimal; above 100 when it is exceeded. Null without events.</param>
/// <param name="RemainingMinutes">Minutes of complete failure that the rest of the budget allows, at the average number of events; 0 when it is spent.</param>
/// <param name="RemainingEvents">Further events that can fail; 0 when it is spent, and without events.</param>
/// <param name="IsExhausted">Whether nothing is left of it.</param>
/// <remarks>Source: docs/guides/slos.md#error-budget.</remarks>
public sealed record ErrorBudget(decimal? Actual, bool IsBreached, decimal? ConsumedPercent, decimal RemainingMinutes, long RemainingEvents, bool IsExhausted)
{
    /// <summary>A calendar period that has just started has too few events to tell how many there will be.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromHours(1);

    /// <param name="count">Events of the period until now.</param>
    /// <param name="target">Target in percent, above 0 and below 100.</param>
    /// <param name="period">Which period.</param>
    /// <param name="since">Start of the history, which can be before the period. The time before it has no events.</param>
    /// <param name="now">Current time.</param>
    /// <returns>
    /// The budget of the whole period, or of the history if a rolling period is longer. A calendar period has not ended, so its number of events is projected
    /// from those until now; otherwise the first failure of a month would exceed the budget.
    /// </returns>
    public static ErrorBudget Of(EventCount count, decimal target, ObjectivePeriod period, DateTimeOffset since, DateTimeOffset now)
    {
        var length = Length(period, since, now);
        var minutes = (decimal)length.TotalMinutes * (100 - target) / 100;
        if (count.Events == 0)
            return new(null, false, null, Math.Round(minutes, 2), 0, false);
        var allowed = ExpectedEvents(count.Events, period, length, since, now) * (100 - target) / 100;
        var spent = count.Bad / allowed;
        return new(
            count.GoodPercent(),
            count.IsBelow(target),
            Math.Round(100 * spent, 1),
            Math.Round(minutes * Math.Max(0, 1 - spent), 2),
            (long)decimal.Floor(Math.Max(0, allowed - count.Bad)),
            spent >= 1
        );
    }

    /// <param name="burn">Present burn rate; null if it is unknown.</param>
    /// <param name="period">Which period.</param>
    /// <param name="since">Start of the history.</param>
    /// <param name="now">Current time.</param>
    /// <returns>
    /// When nothing is left of the budget at the present burn rate. Null if it is already exhausted, if the rate is unknown, and if the budget lasts: in a
    /// rolling period a rate of at most 1 never exhausts it, and a calendar period starts with a new budget.
    /// </returns>
    public DateTimeOffset? ProjectExhaustion(decimal? burn, ObjectivePeriod period, DateTimeOffset since, DateTimeOffset now)
    {
        if (IsExhausted || ConsumedPercent is not { } consumed || burn is not { } rate || rate <= 0)
            return null;
        var hours = Math.Max(0, 1 - (consumed / 100)) * (decimal)Length(period, since, now).TotalHours / rate;
        var left = Start(period.Days(Day(now)).End) - now;
        var isSpentInTime = period.IsCalendar() ? hours < (decimal)left.TotalHours : rate > 1;
        return isSpentInTime ? now.AddHours((double)hours) : null;
    }

    /// <returns>Time that the budget is for.</returns>
    private static TimeSpan Length(ObjectivePeriod period, DateTimeOffset since, DateTimeOffset now)
    {
        var today = Day(now);
        return period.IsCalendar() || since <= Start(period.Days(today).First) ? period.Length(today)
            : since < now ? now - since
            : TimeSpan.Zero;
    }

    private static decimal ExpectedEvents(long events, ObjectivePeriod period, TimeSpan length, DateTimeOffset since, DateTimeOffset now)
    {
        if (!period.IsCalendar())
            return events;
        var first = Start(period.Days(Day(now)).First);
        var elapsed = now - (since > first ? since : first);
        return events * (decimal)length.TotalHours / (decimal)(elapsed > s_least ? elapsed : s_least).TotalHours;
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
