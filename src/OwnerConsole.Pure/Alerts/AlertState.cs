namespace OwnerConsole.Pure.Alerts;

/// <summary>State of an alert after its last evaluation.</summary>
/// <param name="Phase">Current phase.</param>
/// <param name="Since">When the condition was first met; null while inactive.</param>
/// <param name="FiredAt">When the alert fired; null before.</param>
/// <param name="EndedAt">First evaluation at which the condition of a firing alert was no longer met; null while it is met.</param>
/// <param name="ResolvedAt">When the alert was resolved; null before.</param>
public sealed record AlertState(AlertPhase Phase, DateTimeOffset? Since, DateTimeOffset? FiredAt, DateTimeOffset? EndedAt, DateTimeOffset? ResolvedAt)
{
    /// <summary>State before the condition was met for the first time.</summary>
    public static readonly AlertState Initial = new(AlertPhase.Inactive, null, null, null, null);

    /// <param name="isMet">Whether the condition is met.</param>
    /// <param name="at">Time of the evaluation, which is not earlier than that of the previous one.</param>
    /// <param name="timing">Delays of the rule as they are now.</param>
    /// <returns>The state after the evaluation. A condition that ends while the alert is pending leaves no trace.</returns>
    public AlertState After(bool isMet, DateTimeOffset at, AlertTiming timing) =>
        (Phase, isMet) switch
        {
            (AlertPhase.Inactive or AlertPhase.Resolved, true) => Fire(at, at, timing),
            (AlertPhase.Inactive or AlertPhase.Resolved, false) => this,
            (AlertPhase.Pending, true) => Fire(Since ?? at, at, timing),
            (AlertPhase.Pending, false) => Initial,
            (_, true) => this with { EndedAt = null },
            (_, false) => End(EndedAt ?? at, at, timing),
        };

    private static AlertState Fire(DateTimeOffset since, DateTimeOffset at, AlertTiming timing) =>
        at - since >= timing.For ? new(AlertPhase.Firing, since, at, null, null) : new(AlertPhase.Pending, since, null, null, null);

    private AlertState End(DateTimeOffset endedAt, DateTimeOffset at, AlertTiming timing) =>
        at - endedAt < timing.KeepFiringFor ? this with { EndedAt = endedAt } : this with { Phase = AlertPhase.Resolved, EndedAt = endedAt, ResolvedAt = at };
}
