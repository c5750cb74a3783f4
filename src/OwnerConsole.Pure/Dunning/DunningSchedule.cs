using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Pure.Dunning;

/// <summary>Calculates when the steps of dunning are carried out for an invoice.</summary>
public static class DunningSchedule
{
    /// <summary>No email is sent from this hour on, in the tenant's time zone.</summary>
    public const int QuietFrom = 20;

    /// <summary>Emails are sent again from this hour on.</summary>
    public const int QuietUntil = 8;

    /// <summary>Emails on days 0, 3, 7 and 12, full access for 14 days, then read-only, suspended on day 21, and cancelled on day 45.</summary>
    public static IReadOnlyList<DunningStep> DefaultSteps { get; } =
    [
        new(0, DunningAction.Email),
        new(3, DunningAction.Email),
        new(7, DunningAction.Email),
        new(12, DunningAction.Email),
        new(14, DunningAction.ReadOnly),
        new(21, DunningAction.Suspend),
        new(45, DunningAction.Cancel),
    ];

    /// <summary>
    /// Days are calendar days: a step has the local time of the start, also after the clock was changed. Time on hold doesn't count, so all later steps
    /// move by its length. An email in quiet hours waits until the morning; other steps don't wait.
    /// </summary>
    /// <param name="steps">Steps in any order.</param>
    /// <param name="start">When the payment failed, or when the invoice became overdue.</param>
    /// <param name="zone">Time zone of the tenant.</param>
    /// <param name="holds">Holds of the tenant in any order; they can overlap.</param>
    /// <returns>The steps by day; empty if there are none.</returns>
    public static IReadOnlyList<PlannedStep> Plan(IEnumerable<DunningStep> steps, DateTimeOffset start, Zone zone, IEnumerable<DunningHold> holds)
    {
        var merged = Merge(holds);
        return
        [
            .. steps
                .OrderBy(step => step.Day)
                .ThenBy(step => step.Action)
                .Select(step => new PlannedStep(step, Postpone(step.Action, AddDays(start, step.Day, zone), start, zone, merged))),
        ];
    }

    private static DateTimeOffset AddDays(DateTimeOffset start, int days, Zone zone) =>
        days == 0 ? start : zone.FromLocal(zone.ToLocal(start).DateTime.AddDays(days));

    private static DateTimeOffset? Postpone(DunningAction action, DateTimeOffset due, DateTimeOffset start, Zone zone, IReadOnlyList<DunningHold> holds)
    {
        var at = due;
        foreach (var hold in holds)
        {
            var from = hold.From > start ? hold.From : start;
            if (from > at)
                break;
            if (hold.Until is not { } until)
                return null;
            if (until > from)
                at += until - from;
        }
        if (action is not DunningAction.Email)
            return at;
        // A hold can start during the night in which an email waits.
        while (true)
        {
            var awake = SkipQuietHours(at, zone);
            if (holds.Where(hold => hold.Contains(awake)).ToArray() is not [var hold, ..])
                return awake;
            if (hold.Until is not { } until)
                return null;
            at = until;
        }
    }

    /// <param name="at">Any time.</param>
    /// <param name="zone">Time zone of the tenant.</param>
    /// <returns>The same time, or the next morning in quiet hours.</returns>
    public static DateTimeOffset SkipQuietHours(DateTimeOffset at, Zone zone)
    {
        var local = zone.ToLocal(at);
        return local.Hour >= QuietFrom ? zone.FromLocal(local.Date.AddDays(1).AddHours(QuietUntil))
            : local.Hour < QuietUntil ? zone.FromLocal(local.Date.AddHours(QuietUntil))
            : at;
    }

    private static List<DunningHold> Merge(IEnumerable<DunningHold> holds)
    {
        var merged = new List<DunningHold>();
        foreach (var hold in holds.OrderBy(hold => hold.From))
            if (merged is [.., var last] && (last.Until is not { } end || hold.From <= end))
                merged[^1] = last with { Until = last.Until is { } one && hold.Until is { } other ? (one > other ? one : other) : null };
            else
                merged.Add(hold);
        return merged;
    }
}
