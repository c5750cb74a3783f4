namespace OwnerConsole.Pure.Alerts;

/// <summary>A period in which alerts with certain labels send no notifications.</summary>
/// <param name="Matchers">Conditions that must all be met.</param>
/// <param name="StartsAt">Start of the period.</param>
/// <param name="EndsAt">End of the period, exclusive.</param>
public sealed record Silence(IReadOnlyList<LabelMatcher> Matchers, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    /// <summary>Whether every alert could match, so that the team would miss unrelated alerts. Such a silence is not allowed.</summary>
    public bool IsUnlimited => Matchers.All(matcher => matcher.AcceptsMissing);

    /// <param name="labels">Labels of an alert.</param>
    /// <param name="at">Time of the notification.</param>
    /// <returns>Whether the alert sends no notification. False for an unlimited silence.</returns>
    public bool Mutes(LabelSet labels, DateTimeOffset at) => StartsAt <= at && at < EndsAt && !IsUnlimited && Matchers.All(matcher => matcher.Accepts(labels));
}
