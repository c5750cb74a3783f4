namespace OwnerConsole.Pure.Alerts;

/// <summary>Notification state of alerts that are notified together.</summary>
/// <param name="CheckAt">Next check whether there is something to send; null while the group has no alerts.</param>
/// <param name="NotifiedAt">Time of the last notification; null before the first.</param>
/// <param name="Notified">Fingerprints of the firing alerts in the last notification, without those that it reported as resolved.</param>
/// <remarks>
/// The rules are those of Alertmanager (notify.go), with two differences. An alert that fired and was resolved between two checks sends nothing, because
/// no one knows of it. A silenced or inhibited alert is not reported as resolved.
/// </remarks>
public sealed record AlertGroup(DateTimeOffset? CheckAt, DateTimeOffset? NotifiedAt, IReadOnlyList<string> Notified)
{
    /// <summary>A group without alerts and notifications.</summary>
    public static readonly AlertGroup Empty = new(null, null, []);

    /// <summary>Starts the wait for the first notification, unless the group is already being checked.</summary>
    /// <param name="firedAt">When its first alert fired.</param>
    /// <param name="timing">Delays of the group.</param>
    public AlertGroup Add(DateTimeOffset firedAt, GroupTiming timing) => CheckAt is null ? this with { CheckAt = firedAt + timing.Wait } : this;

    /// <summary>Checks whether there is something to send.</summary>
    /// <param name="at">Current time.</param>
    /// <param name="firing">Fingerprints of the firing alerts that are neither silenced nor inhibited.</param>
    /// <param name="muted">Fingerprints of the firing alerts that are silenced or inhibited.</param>
    /// <param name="isMuteTime">Whether no notification can be sent now. News are sent at the first check after that time.</param>
    /// <param name="timing">Delays of the group.</param>
    /// <returns>What to send, and the group after that. Before the next check there is nothing to send, and the group stays the same.</returns>
    public GroupCheck Check(DateTimeOffset at, IReadOnlyCollection<string> firing, IReadOnlyCollection<string> muted, bool isMuteTime, GroupTiming timing)
    {
        if (CheckAt is not { } planned || at < planned)
            return new(null, [], this);
        // A check that is a little late counts as on time, so that the checks and the repeat don't drift.
        var time = at - planned < timing.Interval ? planned : at;
        var resolved = Notified.Except(firing, StringComparer.Ordinal).Except(muted, StringComparer.Ordinal).ToList();
        var reason = isMuteTime ? null : FindReason(time, firing, muted, resolved, timing);
        var isEmpty = firing.Count == 0 && muted.Count == 0;
        DateTimeOffset? next = isEmpty && (reason is not null || resolved.Count == 0) ? null : time + timing.Interval;
        return reason is null
            ? new(null, [], this with { CheckAt = next })
            : new(reason, resolved, new(next, time, [.. firing.Union(Notified.Intersect(muted, StringComparer.Ordinal), StringComparer.Ordinal)]));
    }

    private NotificationReason? FindReason(
        DateTimeOffset time,
        IReadOnlyCollection<string> firing,
        IReadOnlyCollection<string> muted,
        List<string> resolved,
        GroupTiming timing
    ) =>
        firing.Except(Notified, StringComparer.Ordinal).Any() ? NotificationReason.NewFiring
        : resolved.Count > 0 ? (firing.Count + muted.Count == 0 ? NotificationReason.AllResolved : NotificationReason.NewResolved)
        : firing.Count > 0 && time - NotifiedAt >= timing.Repeat ? NotificationReason.Repeat
        : null;
}

/// <summary>Result of a check of a group.</summary>
/// <param name="Reason">Why a notification is sent; null if none is.</param>
/// <param name="Resolved">Fingerprints of alerts that the notification reports as resolved.</param>
/// <param name="Group">The group after the check.</param>
public sealed record GroupCheck(NotificationReason? Reason, IReadOnlyList<string> Resolved, AlertGroup Group);
